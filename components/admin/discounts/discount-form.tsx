"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SelectField } from "#components/ui/form/select-field.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import type { Discount } from "#lib/discount/schema.ts";
import { isoTime } from "#lib/time.ts";
import { createDiscountAction, editDiscountAction } from "#lib/web/actions/discounts.ts";

const FIELDS = ["code", "kind", "value", "minimum", "startsAt", "endsAt", "totalLimit", "userLimit"];
const KINDS = [
  ["percent", "percent off"],
  ["fixed", "dollars off"],
] as const;

/** With seconds only where there are some: saving the form must not cut them. */
const toInputTime = (seconds: number | null) => (seconds ? isoTime(seconds).replace(/(:00)?\.000Z$|Z$/, "") : "");
const toInputLimit = (limit: number) => (limit === 0 ? "" : String(limit));

/** The terms of a code as form values. */
const termsOf = (discount: Discount): Record<string, string> => ({
  minimum: discount.minimum === "0.00" ? "" : discount.minimum,
  startsAt: toInputTime(discount.starts_at),
  endsAt: toInputTime(discount.ends_at),
  totalLimit: toInputLimit(discount.total_limit),
  userLimit: toInputLimit(discount.user_limit),
});

/** Creates a code, or edits the terms of an existing one. Its value can't change: orders were placed with it. */
export function DiscountForm({ discount }: { discount?: Discount }) {
  const [state, action] = useFormAction(discount ? editDiscountAction : createDiscountAction);
  const form = useFocusFirstError(state);
  const values = state?.values ?? (discount ? termsOf(discount) : {});
  const field = (name: string, label: string) => ({
    name,
    label,
    autoComplete: "off",
    defaultValue: values[name] ?? "",
    error: state?.errors?.[name],
  });
  return (
    <form ref={form} action={action} className="flex max-w-xl flex-col gap-4">
      <FormMessage state={state} fields={FIELDS} />
      {discount ? (
        <input type="hidden" name="code" value={discount.code} />
      ) : (
        <>
          <Field
            {...field("code", "Code")}
            required
            maxLength={32}
            hint="letters, digits and dashes, such as SPRING-27"
          />
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field {...field("value", "Value")} required inputMode="decimal" hint="such as 10 or 5.00" />
            <SelectField
              {...field("kind", "Kind")}
              defaultValue={values.kind ?? "percent"}
              hint="how the value is applied"
            >
              {KINDS.map(([kind, label]) => (
                <option key={kind} value={kind}>
                  {label}
                </option>
              ))}
            </SelectField>
          </div>
        </>
      )}
      <Field
        {...field("minimum", "Minimum order")}
        inputMode="decimal"
        hint="in dollars, before the discount; empty for no minimum"
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field {...field("startsAt", "Starts")} type="datetime-local" step="any" hint="UTC; empty for immediately" />
        <Field {...field("endsAt", "Ends")} type="datetime-local" step="any" hint="UTC; empty for never" />
        <Field {...field("totalLimit", "Total uses")} inputMode="numeric" hint="empty for unlimited" />
        <Field
          {...field("userLimit", "Uses per shopper")}
          inputMode="numeric"
          hint="an account counts together with its e-mail address as a guest; empty for unlimited"
        />
      </div>
      <SubmitButton busy="Saving…">{discount ? "Save" : "Create code"}</SubmitButton>
    </form>
  );
}
