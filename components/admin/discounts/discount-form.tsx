"use client";

import { useActionState } from "react";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import type { Discount } from "#lib/discount/schema.ts";
import { createDiscountAction, editDiscountAction } from "#lib/web/actions/discounts.ts";

const FIELDS = ["code", "kind", "value", "minimum", "startsAt", "endsAt", "totalLimit", "userLimit"];
const KINDS = [
  ["percent", "percent of the order"],
  ["fixed", "dollars off"],
] as const;

const forInput = (seconds: number | null) => (seconds ? new Date(seconds * 1000).toISOString().slice(0, 16) : "");
const orEmpty = (limit: number) => (limit === 0 ? "" : String(limit));

/** The terms that can be changed, as a form has them. */
const termsOf = (discount: Discount): Record<string, string> => ({
  minimum: discount.minimum === "0.00" ? "" : discount.minimum,
  startsAt: forInput(discount.starts_at),
  endsAt: forInput(discount.ends_at),
  totalLimit: orEmpty(discount.total_limit),
  userLimit: orEmpty(discount.user_limit),
});

/** Makes a code; with one, changes its terms. What it is worth stays: orders were agreed on it. */
export function DiscountForm({ discount }: { discount?: Discount }) {
  const [state, action] = useActionState(discount ? editDiscountAction : createDiscountAction, null);
  const form = useFocusFirstError(state);
  const values = state?.values ?? (discount ? termsOf(discount) : {});
  const field = (name: string, label: string) => ({
    name,
    label,
    autoComplete: "off",
    defaultValue: values[name] ?? "",
    ...(state?.errors?.[name] ? { error: state.errors[name] } : {}),
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
            <Field {...field("value", "Takes off")} required inputMode="decimal" hint="such as 10, or 5.00" />
            <div className="flex flex-col gap-1.5">
              <label htmlFor="kind" className="font-semibold">
                Kind
              </label>
              <p id="kind-hint" className="text-sm text-soft">
                what the number means
              </p>
              <select
                id="kind"
                name="kind"
                aria-describedby="kind-hint"
                defaultValue={values.kind ?? "percent"}
                className="min-h-12 w-full rounded-xl border-[1.5px] border-edge bg-raised px-4 text-base"
              >
                {KINDS.map(([kind, label]) => (
                  <option key={kind} value={kind}>
                    {label}
                  </option>
                ))}
              </select>
            </div>
          </div>
        </>
      )}
      <Field
        {...field("minimum", "Minimum")}
        inputMode="decimal"
        hint="what the order must come to before it; empty for any"
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field {...field("startsAt", "From")} type="datetime-local" hint="UTC; empty for at once" />
        <Field {...field("endsAt", "Until")} type="datetime-local" hint="UTC; empty for no end" />
        <Field {...field("totalLimit", "Uses in all")} inputMode="numeric" hint="empty for any number" />
        <Field {...field("userLimit", "Uses a shopper")} inputMode="numeric" hint="empty for any number" />
      </div>
      <SubmitButton busy="Saving…">{discount ? "Save" : "Make the code"}</SubmitButton>
    </form>
  );
}
