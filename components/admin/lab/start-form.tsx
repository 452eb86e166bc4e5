"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SelectField } from "#components/ui/form/select-field.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import type { FormAction } from "#lib/web/forms/form-state.ts";
import type { KindField, KindInfo } from "./run-forms.ts";

interface StartFormProps {
  info: KindInfo;
  action: FormAction;
}

/** The form of one kind of run. It works without JavaScript. */
export function StartForm({ info, action }: StartFormProps) {
  const [state, submit] = useFormAction(action);
  const form = useFocusFirstError(state);
  const fieldNames = info.fields.flatMap(({ name, flag }) => (flag ? [] : name));
  return (
    <form ref={form} action={submit} className="flex flex-col gap-5">
      <input type="hidden" name="kind" value={info.kind} />
      <p className="max-w-[52ch] text-lg text-soft">{info.shows}</p>
      <FormMessage state={state} fields={fieldNames} />
      <div className="grid items-end gap-4 sm:grid-cols-2">
        {info.fields.map((field) => (
          <Control
            key={field.name}
            field={field}
            value={state?.values?.[field.name] ?? field.initial ?? ""}
            error={state?.errors?.[field.name]}
          />
        ))}
      </div>
      <div>
        <SubmitButton busy="Starting…">{`Start ${info.title.toLowerCase()}`}</SubmitButton>
      </div>
    </form>
  );
}

interface ControlProps {
  field: KindField;
  value: string;
  error: string | undefined;
}

function Control({ field, value, error }: ControlProps) {
  const { name, label, hint, options, flag } = field;
  if (flag) {
    return (
      <label className="flex min-h-12 items-start gap-3 self-end sm:col-span-2">
        <input
          // See SelectField.
          key={value}
          type="checkbox"
          name={name}
          defaultChecked={value === "on"}
          className="mt-1 size-5 accent-accent-text"
        />
        <span>
          <span className="font-semibold">{label}</span>
          {hint && <span className="block text-sm text-soft">{hint}</span>}
        </span>
      </label>
    );
  }
  const shared = { name, label, hint, error, defaultValue: value };
  if (options && options.length > 0) {
    return (
      <SelectField {...shared}>
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </SelectField>
    );
  }
  if (options) return <Field {...shared} type="url" inputMode="url" placeholder="http://localhost:3000" />;
  return (
    <Field
      {...shared}
      type="number"
      inputMode={field.step ? "decimal" : "numeric"}
      required={!field.optional}
      min={field.min}
      max={field.max}
      step={field.step ?? 1}
    />
  );
}
