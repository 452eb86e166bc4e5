"use client";

import Link from "next/link";
import { useActionState } from "react";
import { useTold } from "#components/admin/layout/use-told.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { transitionOrdersAction } from "#lib/web/actions/orders.ts";
import { OrderMoves } from "./transition-buttons.tsx";

export interface OrderRow {
  id: string;
  spelt: string;
  placed: string;
  email: string;
  items: number;
  total: string;
  /** what a discount code took off; "" without one */
  discount: string;
  status: string;
}

const MOVES = ["shipped", "delivered", "cancelled"];

/** Orders to choose from, and what to do with those chosen. One form, which works without JavaScript. */
export function OrdersTable({ rows }: { rows: readonly OrderRow[] }) {
  const [state, action] = useActionState(transitionOrdersAction, null);
  const form = useTold(state);
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
                      <span className="sr-only">{`Choose ${row.spelt}`}</span>
                    </label>
                    <Link
                      href={`/admin/orders/${row.id}`}
                      prefetch={false}
                      className="figures inline-flex min-h-11 items-center underline decoration-line decoration-2 underline-offset-4 hover:decoration-accent"
                    >
                      {row.spelt}
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
      <OrderMoves moves={MOVES} what="the ticked orders" />
    </form>
  );
}
