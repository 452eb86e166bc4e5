import type { Metadata } from "next";
import Link from "next/link";
import { z } from "zod";
import { optionLinkClass } from "#components/admin/layout/option-link.ts";
import { OrdersTable } from "#components/admin/orders/orders-table.tsx";
import { EmptyList } from "#components/admin/table/empty-list.tsx";
import { Pager } from "#components/admin/table/pager.tsx";
import { formatDate } from "#components/shared/format-date.ts";
import { formatOrderId } from "#components/shared/format-order-id.ts";
import { buttonClass } from "#components/ui/button.ts";
import { discountOf } from "#lib/order/public-order.ts";
import { type Order, shownStatuses } from "#lib/order/schema.ts";
import { listAllOrders } from "#lib/order/store.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Orders", robots: { index: false } };

const query = z.object({
  status: z.enum(shownStatuses).optional().catch(undefined),
  q: z
    .string()
    .trim()
    .max(254)
    .optional()
    .catch(undefined)
    .transform((q) => q || undefined),
  sort: z.enum(["oldest"]).optional().catch(undefined),
  cursor: z.string().max(300).optional().catch(undefined),
});

interface OrdersPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AdminOrdersPage({ searchParams }: OrdersPageProps) {
  await requireAdmin("/admin/orders");
  const filters = query.parse(await searchParams);
  const isOldestFirst = filters.sort === "oldest";
  const { items, nextCursor } = await listAllOrders({ ...filters, isOldestFirst, limit: 50 });
  const urlWith = (change: Partial<z.output<typeof query>>) => {
    const entries = Object.entries({ ...filters, cursor: undefined, ...change });
    return `/admin/orders?${new URLSearchParams(entries.filter((entry): entry is [string, string] => !!entry[1]))}`;
  };
  const describeDiscount = (order: Order) => {
    const discount = discountOf(order);
    return discount ? `${discount.code} -${discount.amount}` : "";
  };
  const rows = items.map((order) => ({
    id: order.id,
    label: formatOrderId(order.id),
    placed: order.placed_at ? formatDate(new Date(order.placed_at * 1000)) : "",
    email: order.email,
    items: order.lines.reduce((sum, line) => sum + line.quantity, 0),
    total: order.total,
    discount: describeDiscount(order),
    status: order.status,
  }));
  return (
    <div className="shell flex flex-col gap-6 py-8">
      <h1 className="font-display font-extrabold text-4xl tracking-tight">Orders</h1>
      <form action="/admin/orders" className="flex flex-wrap gap-2">
        {filters.status && <input type="hidden" name="status" value={filters.status} />}
        <input
          type="search"
          name="q"
          aria-label="Order number, username or e-mail"
          placeholder="Order number, username or e-mail"
          defaultValue={filters.q}
          className="h-11 w-80 max-w-full rounded-full border-[1.5px] border-edge bg-raised px-4 placeholder:text-soft"
        />
        <select
          key={filters.sort}
          name="sort"
          aria-label="Order"
          defaultValue={filters.sort ?? ""}
          className="h-11 rounded-full border-[1.5px] border-edge bg-raised px-4"
        >
          <option value="">Newest first</option>
          <option value="oldest">Oldest first</option>
        </select>
        <button type="submit" className={buttonClass("outline")}>
          Search
        </button>
      </form>
      <nav aria-label="Filter by status" className="flex flex-wrap gap-2">
        {[undefined, ...shownStatuses].map((status) => (
          <Link
            key={status ?? "all"}
            href={urlWith({ status })}
            prefetch={false}
            aria-current={status === filters.status ? "true" : undefined}
            className={optionLinkClass(status === filters.status)}
          >
            {status ?? "all"}
          </Link>
        ))}
      </nav>
      {rows.length > 0 ? (
        <OrdersTable
          rows={rows}
          placedSort={{
            href: urlWith({ sort: isOldestFirst ? undefined : "oldest" }),
            now: isOldestFirst ? "ascending" : "descending",
          }}
        />
      ) : (
        <EmptyList
          noun="orders"
          all="/admin/orders"
          filtered={Boolean(filters.status || filters.q)}
          continued={Boolean(filters.cursor)}
        />
      )}
      <Pager first={filters.cursor ? urlWith({}) : null} next={nextCursor && urlWith({ cursor: nextCursor })}>
        {isOldestFirst ? "Newer orders" : "Older orders"}
      </Pager>
    </div>
  );
}
