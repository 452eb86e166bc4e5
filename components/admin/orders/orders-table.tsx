"use client";

import Link from "next/link";
import { useCloseOnResult } from "#components/admin/layout/use-close-on-result.ts";
import { type Column, DataTable, ROW_CLASS } from "#components/admin/table/data-table.tsx";
import { SelectAll, SelectBox, SelectionCount } from "#components/admin/table/select-boxes.tsx";
import { useSelection } from "#components/admin/table/use-selection.ts";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { transitionOrdersAction } from "#lib/web/actions/orders.ts";
import { TransitionButtons } from "./transition-buttons.tsx";

interface OrderRow {
  id: string;
  /** the id in groups of four characters */
  label: string;
  placed: string;
  email: string;
  items: number;
  total: string;
  /** discount code and amount; "" without one */
  discount: string;
  status: string;
}

interface OrdersTableProps {
  rows: readonly OrderRow[];
  /** the order by time now, and the address of the list in the other one */
  placedSort: NonNullable<Column["sort"]>;
}

const TRANSITIONS = ["shipped", "delivered", "cancelled"];

/** Orders to select, and the status changes for those selected. One form, which works without JavaScript. */
export function OrdersTable({ rows, placedSort }: OrdersTableProps) {
  const [state, action] = useFormAction(transitionOrdersAction);
  const form = useCloseOnResult(state);
  const selection = useSelection(form, "order", rows);
  const head: Column[] = [
    { title: "Order", className: "pr-4", before: <SelectAll {...selection} /> },
    { title: "Placed", className: "hidden pr-4 sm:table-cell", sort: placedSort },
    { title: "E-mail", className: "hidden pr-4 sm:table-cell" },
    { title: "Items", className: "hidden pr-4 text-right sm:table-cell" },
    { title: "Total", className: "pr-4 text-right" },
    { title: "Status" },
  ];
  return (
    <form ref={form} action={action} className="flex flex-col gap-4">
      <FormMessage state={state} />
      <DataTable caption="Orders" head={head}>
        {rows.map((row) => (
          <tr key={row.id} className={ROW_CLASS}>
            <td className="pr-4">
              <span className="flex items-center">
                <SelectBox name="order" value={row.id} label={row.label} />
                <Link
                  href={`/admin/orders/${row.id}`}
                  prefetch={false}
                  className="figures inline-flex min-h-11 items-center underline decoration-line decoration-2 underline-offset-4 hover:decoration-accent"
                >
                  {row.label}
                </Link>
              </span>
            </td>
            <td className="hidden pr-4 text-sm sm:table-cell">{row.placed}</td>
            <td className="hidden pr-4 sm:table-cell">{row.email}</td>
            <td className="figures hidden pr-4 text-right sm:table-cell">{row.items}</td>
            <td className="figures pr-4 text-right">
              {row.total}
              {row.discount && <span className="block text-soft text-xs">{row.discount}</span>}
            </td>
            <td className="tag">{row.status}</td>
          </tr>
        ))}
      </DataTable>
      <SelectionCount selected={selection.selected} />
      <TransitionButtons transitions={TRANSITIONS} subject="the selected orders" />
    </form>
  );
}
