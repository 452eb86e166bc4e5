import { buttonClass } from "#components/ui/button.ts";
import { Field } from "#components/ui/form/field.tsx";
import { groupThousands } from "#components/ui/price.tsx";

interface DiscountFieldProps {
  code: string;
  /** what the code takes off, a decimal string; null without a valid code */
  amount: string | null;
  error: string | undefined;
}

/** The discount code and its button, within the form that places the order, so that applying a code keeps what was typed. */
export function DiscountField({ code, amount, error }: DiscountFieldProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="grid grid-cols-[1fr_auto] items-start gap-3">
        <Field
          name="discount"
          label="Discount code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={40}
          defaultValue={code}
          {...(error ? { error } : {})}
        />
        <button
          type="submit"
          name="go"
          value="apply"
          formNoValidate
          className={buttonClass("outline", "mt-[1.875rem] min-h-12")}
        >
          Apply
        </button>
      </div>
      <p role="status" className="font-medium text-sm empty:hidden">
        {amount === null ? "" : `${code.trim().toUpperCase()} takes $${groupThousands(amount)} off.`}
      </p>
    </div>
  );
}
