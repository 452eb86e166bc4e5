"use client";

import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import { groupThousands } from "#components/ui/price.tsx";
import type { CheckoutState } from "#lib/web/actions/checkout.ts";
import { DiscountField } from "./discount-field.tsx";

const FIELDS = ["email", "name", "address", "city", "postcode", "country", "discount"];

interface CheckoutFormProps {
  state: CheckoutState;
  action: (form: FormData) => void;
  /** whether the page is finding out what became of the form: nothing can be changed meanwhile */
  isSent: boolean;
  /** a decimal string: what the shopper agrees to */
  total: string;
  /** a new idempotency key for each rendering; the form keeps the old one while the outcome of an attempt is unknown */
  newKey: string;
  /** null for guests, who have to enter one */
  accountEmail: string | null;
  /** the address of the last order */
  savedAddress: Partial<Record<"name" | "address" | "city" | "postcode" | "country", string>>;
  /** a decimal string; null without a valid code */
  discountAmount: string | null;
  /** whether the error of `total` is shown elsewhere on the page */
  isTotalErrorShown: boolean;
  /** a code from the URL of the page, and what is wrong with it */
  initialDiscount: { code: string; error?: string | undefined };
}

export function CheckoutForm(props: CheckoutFormProps) {
  const { state, action, total, newKey, accountEmail, savedAddress, discountAmount, initialDiscount } = props;
  const form = useFocusFirstError(state);
  const key = state?.errors?.total || state?.errors?.discount ? newKey : (state?.values?.key ?? newKey);
  const value = (name: keyof typeof savedAddress) => state?.values?.[name] ?? savedAddress[name];
  return (
    <form ref={form} action={action} inert={props.isSent} className="flex max-w-xl flex-col gap-5 inert:opacity-50">
      <input type="hidden" name="key" value={key} />
      <input type="hidden" name="total" value={total} />
      {/* Enter presses the first submit button, which must not be the one that applies the discount code. */}
      <button type="submit" tabIndex={-1} aria-hidden="true" className="sr-only">
        Place order
      </button>
      <FormMessage
        state={props.isSent ? null : state}
        fields={props.isTotalErrorShown ? [...FIELDS, "total"] : FIELDS}
      />
      <Field
        name="email"
        label="E-mail"
        type="email"
        autoComplete="email"
        hint={
          accountEmail
            ? "Your account's address. Change it to use another for this order."
            : "Identifies your order. No e-mail is ever sent."
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
        autoComplete="address-line1"
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
        code={state ? (state.values?.discount ?? "") : initialDiscount.code}
        amount={discountAmount}
        error={state ? state.errors?.discount : initialDiscount.error}
      />
      <p className="rounded-xl border-[1.5px] border-edge bg-raised px-4 py-3">
        <strong>No payment is taken.</strong> This store sells nothing: no card is asked for, nobody is charged and
        nothing is sent. The order itself is real, as far as Redis is concerned.
      </p>
      <SubmitButton busy="Placing the order…">{`Place order, $${groupThousands(total)}`}</SubmitButton>
    </form>
  );
}
