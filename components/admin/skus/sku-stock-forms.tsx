"use client";

import { ConfirmDialog } from "#components/admin/layout/confirm-dialog.tsx";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { buttonClass } from "#components/ui/button.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import { removeSkuAction, restockSkuAction } from "#lib/web/actions/skus.ts";

interface SkuStockFormsProps {
  id: string;
  stock: number;
  /** an id of the form: what it does to the stock counts once, however often it is sent */
  operation: string;
}

/** Changes the stock of a SKU, and removes the SKU from the catalogue. */
export function SkuStockForms({ id, stock, operation }: SkuStockFormsProps) {
  const [restocked, restock] = useFormAction(restockSkuAction);
  const restockForm = useFocusFirstError(restocked);
  const [removed, remove] = useFormAction(removeSkuAction);
  return (
    <div className="flex flex-col gap-8">
      <form ref={restockForm} action={restock} className="flex flex-col gap-3">
        <FormMessage state={restocked} fields={["quantity"]} />
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="operation" value={operation} />
        <Field
          name="quantity"
          label="Quantity to add"
          hint={`${stock} in stock; use a negative number to remove stock`}
          inputMode="numeric"
          required
          error={restocked?.errors?.quantity}
        />
        <button type="submit" className={buttonClass("ink")}>
          Update stock
        </button>
      </form>
      <form action={remove} className="flex flex-col gap-3">
        <FormMessage state={removed} />
        <input type="hidden" name="id" value={id} />
        <ConfirmDialog label="Remove from the catalogue…">
          <p>
            Existing orders keep this product. Carts show that it is no longer available. This can't be undone: all data
            on this page is deleted.
          </p>
          <button type="submit" className={buttonClass("primary")}>
            Remove permanently
          </button>
        </ConfirmDialog>
      </form>
    </div>
  );
}
