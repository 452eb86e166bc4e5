import type { ReactNode } from "react";
import { FiguresTable } from "#components/admin/layout/figures-table.tsx";
import { type Column, DataTable, ROW_CLASS } from "#components/admin/table/data-table.tsx";
import { formatDate } from "#components/shared/format-date.ts";
import { formatOrderId } from "#components/shared/format-order-id.ts";
import { groupThousands } from "#components/ui/price.tsx";
import type { Person } from "#lib/account/people/person.ts";
import { TextLink } from "./text-link.tsx";

/** A part of the page of a person, with its heading. */
export function PersonPart({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-3">
      <h2 id={id} className="font-bold font-display text-2xl tracking-tight">
        {title}
      </h2>
      {children}
    </section>
  );
}

const none = (text: string) => <p className="text-soft">{text}</p>;

/** What is in the cart of a person, and what they have saved. */
export function PersonCart({ cart, wishlist }: Pick<Person, "cart" | "wishlist">) {
  const { items, gone = [], totalValue } = cart;
  const notSold = gone.map(({ sku, quantity }) => ({ id: sku, cells: [sku, String(quantity), "not sold"] }));
  return (
    <>
      <PersonPart id="cart" title={items.length > 0 ? `Cart, ${groupThousands(totalValue)}` : "Cart"}>
        {items.length + gone.length === 0 ? (
          none("It is empty.")
        ) : (
          <FiguresTable
            caption="Lines of the cart"
            head={[{ title: "Product" }, { title: "Quantity", figures: true }, { title: "Value", figures: true }]}
            rows={[
              ...items.map(({ sku, name, quantity, lineTotal }) => ({
                id: sku,
                cells: [name, String(quantity), groupThousands(lineTotal)],
              })),
              ...notSold,
            ]}
          />
        )}
      </PersonPart>
      <PersonPart id="wishlist" title="Wishlist">
        {wishlist.items.length === 0 ? (
          none("Nothing is saved for later.")
        ) : (
          <FiguresTable
            caption="Products saved for later"
            head={[{ title: "Product" }, { title: "Price", figures: true }, { title: "In stock", figures: true }]}
            rows={wishlist.items.map(({ sku, name, unitPrice, stock }) => ({
              id: sku,
              cells: [name, groupThousands(unitPrice), stock.toLocaleString("en")],
            }))}
          />
        )}
      </PersonPart>
    </>
  );
}

const ORDER_HEAD: readonly Column[] = [
  { title: "Order", className: "pr-4" },
  { title: "Placed", className: "hidden pr-4 sm:table-cell" },
  { title: "Total", className: "pr-4 text-right" },
  { title: "Status" },
];

/** The newest orders of a person. */
export function PersonOrders({ orders, username }: Pick<Person, "orders"> & { username: string }) {
  if (orders.length === 0) return none("None yet.");
  return (
    <>
      <DataTable caption="Orders" head={ORDER_HEAD}>
        {orders.map(({ id, placed_at, total, status }) => (
          <tr key={id} className={ROW_CLASS}>
            <td className="figures pr-4">
              <TextLink href={`/admin/orders/${id}`}>{formatOrderId(id)}</TextLink>
            </td>
            <td className="hidden pr-4 text-sm sm:table-cell">
              {placed_at ? formatDate(new Date(placed_at * 1000)) : ""}
            </td>
            <td className="figures pr-4 text-right">{groupThousands(total)}</td>
            <td className="tag">{status}</td>
          </tr>
        ))}
      </DataTable>
      <p>
        <TextLink href={`/admin/orders?${new URLSearchParams({ q: username })}`}>All their orders</TextLink>
      </p>
    </>
  );
}
