"use client";

import { useActionState } from "react";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import type { FormAction } from "#lib/web/forms/form-state.ts";
import type { KindField, KindInfo } from "./run-forms.ts";

interface StartFormProps {
  info: KindInfo;
  action: FormAction;
}

/** The form of one kind of run. It works without JavaScript. */
export function StartForm({ info, action }: StartFormProps) {
  const [state, submit] = useActionState(action, null);
  const names = info.fields.map(({ name }) => name);
  return (
    <form action={submit} className="flex flex-col gap-5">
      <input type="hidden" name="kind" value={info.kind} />
      <p className="max-w-[52ch] text-lg text-soft">{info.shows}</p>
      <FormMessage state={state} fields={names} />
      <div className="grid gap-4 sm:grid-cols-2">
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
        <SubmitButton busy="Starting …">{`Start ${info.title.toLowerCase()}`}</SubmitButton>
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
        <input type="checkbox" name={name} className="mt-1 size-5 accent-accent-text" />
        <span>
          <span className="font-semibold">{label}</span>
          {hint && <span className="block text-sm text-soft">{hint}</span>}
        </span>
      </label>
    );
  }
  if (options && options.length > 0) {
    return (
      <label className="flex flex-col gap-1.5">
        <span className="font-semibold">{label}</span>
        <select
          name={name}
          defaultValue={value}
          className="min-h-12 w-full rounded-xl border-[1.5px] border-edge bg-raised px-4 text-base"
        >
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      </label>
    );
  }
  const shared = { name, label, defaultValue: value, ...(hint ? { hint } : {}), ...(error ? { error } : {}) };
  if (options) return <Field {...shared} type="url" inputMode="url" placeholder="http://localhost:3000" />;
  return <Field {...shared} type="number" inputMode="numeric" required min={field.min} max={field.max} />;
}
