"use client";

import { useActionState } from "react";
import { AskFirst } from "#components/admin/layout/confirm-dialog.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { removeSkuAction, restockSkuAction } from "#lib/web/actions/skus.ts";

/** Adds to the stock, and takes the SKU out of the catalogue. */
export function SkuShelfForms({ id, stock }: { id: string; stock: number }) {
  const [restocked, restock] = useActionState(restockSkuAction, null);
  const [removed, remove] = useActionState(removeSkuAction, null);
  return (
    <div className="flex flex-col gap-8">
      <form action={restock} className="flex flex-col gap-3">
        <FormMessage state={restocked} fields={["quantity"]} />
        <input type="hidden" name="id" value={id} />
        <Field
          name="quantity"
          label="Restock"
          hint={`${stock} on the shelf; less than nothing takes some away`}
          inputMode="numeric"
          required
          error={restocked?.errors?.quantity}
        />
        <button type="submit" className={buttonClass("ink")}>
          Add to the stock
        </button>
      </form>
      <form action={remove} className="flex flex-col gap-3">
        <FormMessage state={removed} />
        <input type="hidden" name="id" value={id} />
        <AskFirst label="Take out of the catalogue …">
          <p>Orders keep their lines. Carts drop it, and say so. It can't be undone: what is written here is lost.</p>
          <button type="submit" className={buttonClass("primary")}>
            Take it out for good
          </button>
        </AskFirst>
      </form>
    </div>
  );
}
