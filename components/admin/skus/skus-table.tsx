"use client";

import Link from "next/link";
import { ConfirmDialog } from "#components/admin/layout/confirm-dialog.tsx";
import { useCloseOnResult } from "#components/admin/layout/use-close-on-result.ts";
import { type Column, DataTable, ROW_CLASS } from "#components/admin/table/data-table.tsx";
import { SelectAll, SelectBox, SelectionCount } from "#components/admin/table/select-boxes.tsx";
import { useSelection } from "#components/admin/table/use-selection.ts";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { buttonClass } from "#components/ui/button.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { groupThousands } from "#components/ui/price.tsx";
import type { Sku } from "#lib/sku/schema.ts";
import { changeSkusAction } from "#lib/web/actions/sku-selection.ts";

interface SkusTableProps {
  skus: readonly Pick<Sku, "id" | "name" | "category" | "price" | "stock">[];
  /** the order by price now, and the address of the list in the other one */
  priceSort: NonNullable<Column["sort"]>;
  /** an id of the form: what it adds to the stock counts once, however often it is sent */
  operation: string;
}

const CELLS = [
  "pr-4",
  "hidden pr-4 sm:table-cell",
  "hidden pr-4 sm:table-cell",
  "pr-4 text-right",
  "text-right",
] as const;

/** SKUs to select, and what can be done with those selected. One form, which works without JavaScript. */
export function SkusTable({ skus, priceSort, operation }: SkusTableProps) {
  const [state, action] = useFormAction(changeSkusAction);
  const form = useCloseOnResult(state);
  const selection = useSelection(form, "sku", skus);
  const head: Column[] = [
    { title: "Name", className: CELLS[0], before: <SelectAll {...selection} /> },
    { title: "SKU", className: CELLS[1] },
    { title: "Category", className: CELLS[2] },
    { title: "Price", className: CELLS[3], sort: priceSort },
    { title: "Stock", className: CELLS[4] },
  ];
  return (
    <form ref={form} action={action} className="flex flex-col gap-4">
      <FormMessage state={state} fields={["quantity"]} />
      <DataTable caption="SKUs" head={head}>
        {skus.map((sku) => (
          <tr key={sku.id} className={ROW_CLASS}>
            <td className={CELLS[0]}>
              <span className="flex items-center">
                <SelectBox name="sku" value={sku.id} label={sku.name} />
                <Link
                  href={`/admin/skus/${sku.id}`}
                  prefetch={false}
                  className="wrap-anywhere inline-flex min-h-11 items-center py-1 font-semibold leading-tight hover:underline"
                >
                  {sku.name}
                </Link>
              </span>
            </td>
            <td className={`figures text-sm ${CELLS[1]}`}>{sku.id}</td>
            <td className={CELLS[2]}>{sku.category}</td>
            <td className={`figures ${CELLS[3]}`}>{groupThousands(sku.price)}</td>
            <td className={`figures ${CELLS[4]}`}>{sku.stock.toLocaleString("en")}</td>
          </tr>
        ))}
      </DataTable>
      <fieldset className="flex flex-col gap-3">
        <legend className="sr-only">With the selected SKUs</legend>
        <SelectionCount selected={selection.selected} />
        <input type="hidden" name="operation" value={operation} />
        <div className="flex flex-wrap items-end gap-3">
          <div className="w-48">
            <Field
              name="quantity"
              label="Quantity to add to each"
              inputMode="numeric"
              defaultValue={state?.values?.quantity ?? ""}
              error={state?.errors?.quantity}
            />
          </div>
          <button type="submit" name="go" value="restock" className={buttonClass("outline", "min-h-12")}>
            Add to stock
          </button>
          <ConfirmDialog label="Remove…">
            <p>
              Existing orders keep these products. Carts show that they are no longer available. This can't be undone:
              all data of the selected SKUs are deleted.
            </p>
            <button type="submit" name="go" value="remove" className={buttonClass("primary")}>
              Remove the selected SKUs
            </button>
          </ConfirmDialog>
        </div>
      </fieldset>
    </form>
  );
}
