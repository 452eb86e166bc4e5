"use client";

import Link from "next/link";
import { useCloseOnResult } from "#components/admin/layout/use-close-on-result.ts";
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

const TRANSITIONS = ["shipped", "delivered", "cancelled"];

/** Orders to select, and the status changes for those selected. One form, which works without JavaScript. */
export function OrdersTable({ rows }: { rows: readonly OrderRow[] }) {
  const [state, action] = useFormAction(transitionOrdersAction);
  const form = useCloseOnResult(state);
  return (
    <form ref={form} action={action} className="flex flex-col gap-4">
      <FormMessage state={state} />
      <div className="overflow-x-auto">
        <table className="w-full text-left">
          <thead className="tag text-soft">
            <tr>
              <th className="py-2 pr-4">Order</th>
              <th className="hidden pr-4 sm:table-cell">Placed</th>
              <th className="hidden pr-4 sm:table-cell">E-mail</th>
              <th className="hidden pr-4 text-right sm:table-cell">Items</th>
              <th className="pr-4 text-right">Total</th>
              <th>Status</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} className="border-line border-t">
                <td className="pr-4">
                  <span className="flex items-center">
                    <label className="-ml-3 grid size-11 shrink-0 place-items-center">
                      <input type="checkbox" name="order" value={row.id} className="size-5 accent-accent-text" />
                      <span className="sr-only">{`Select ${row.label}`}</span>
                    </label>
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
          </tbody>
        </table>
      </div>
      <TransitionButtons transitions={TRANSITIONS} subject="the selected orders" />
    </form>
  );
}
