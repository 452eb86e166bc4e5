"use client";

import { Field } from "#components/ui/field.tsx";
import { FormMessage } from "#components/ui/form-message.tsx";
import { groupThousands } from "#components/ui/price.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { useFirstError } from "#components/ui/use-first-error.ts";
import type { CheckoutState } from "#lib/web/actions/checkout.ts";
import { DiscountField } from "./discount-field.tsx";

const FIELDS = ["email", "name", "address", "city", "postcode", "country", "discount"];

interface CheckoutFormProps {
  state: CheckoutState;
  action: (form: FormData) => void;
  /** what the shopper is shown, and agrees to */
  total: string;
  /** a new one for each rendering; the form keeps its own while the outcome is open */
  freshKey: string;
  /** The account's address; null for guests, who have to give one. */
  accountEmail: string | null;
  /** where the last order went */
  remembered: Partial<Record<"name" | "address" | "city" | "postcode" | "country", string>>;
  /** what the discount code takes off; null where none is in use */
  off: string | null;
  /** why nothing was bought is said elsewhere on the page */
  isTold: boolean;
  /** a code that came with the address of the page, and what is wrong with it */
  offered: { code: string; error?: string | undefined };
}

export function CheckoutForm(props: CheckoutFormProps) {
  const { state, action, total, freshKey, accountEmail, remembered, off, offered, isTold } = props;
  const form = useFirstError(state);
  const key = state?.errors?.total || state?.errors?.discount ? freshKey : (state?.values?.key ?? freshKey);
  const value = (name: keyof typeof remembered) => state?.values?.[name] ?? remembered[name];
  return (
    <form ref={form} action={action} className="flex max-w-xl flex-col gap-5">
      <input type="hidden" name="key" value={key} />
      <input type="hidden" name="total" value={total} />
      {/* The first button is what Enter presses: it must not be the one that tries the discount code. */}
      <button type="submit" tabIndex={-1} aria-hidden="true" className="sr-only">
        Place order
      </button>
      <FormMessage state={state} fields={isTold ? [...FIELDS, "total"] : FIELDS} />
      <Field
        name="email"
        label="E-mail"
        type="email"
        autoComplete="email"
        hint={
          accountEmail
            ? "Your account's, unless you want the receipt under another."
            : "So that the order has an owner. Nothing is ever sent."
        }
        required={!accountEmail}
        defaultValue={state?.values?.email ?? accountEmail ?? ""}
        error={state?.errors?.email}
      />
      <Field
        name="name"
        label="Name"
        autoComplete="name"
        required
        maxLength={100}
        defaultValue={value("name")}
        error={state?.errors?.name}
      />
      <Field
        name="address"
        label="Street and number"
        autoComplete="street-address"
        required
        maxLength={200}
        defaultValue={value("address")}
        error={state?.errors?.address}
      />
      <div className="grid gap-5 sm:grid-cols-[10rem_1fr]">
        <Field
          name="postcode"
          label="Postcode"
          autoComplete="postal-code"
          required
          maxLength={20}
          defaultValue={value("postcode")}
          error={state?.errors?.postcode}
        />
        <Field
          name="city"
          label="City"
          autoComplete="address-level2"
          required
          maxLength={100}
          defaultValue={value("city")}
          error={state?.errors?.city}
        />
      </div>
      <Field
        name="country"
        label="Country"
        autoComplete="country-name"
        required
        maxLength={60}
        defaultValue={value("country")}
        error={state?.errors?.country}
      />
      <DiscountField
        code={state ? (state.values?.discount ?? "") : offered.code}
        off={off}
        error={state ? state.errors?.discount : offered.error}
      />
      <p className="rounded-xl border-[1.5px] border-edge bg-raised px-4 py-3">
        <strong>No payment is taken.</strong> This shop sells nothing: no card is asked for, nobody is charged and
        nothing is sent. The order itself is real, as far as Redis is concerned.
      </p>
      <SubmitButton busy="Ringing it up…">{`Place order, $${groupThousands(total)}`}</SubmitButton>
    </form>
  );
}
