import Link from "next/link";
import { formatDate } from "#components/shared/format-date.ts";
import type { Order } from "#lib/order/schema.ts";

/** What the receipt of an order does not show: its status, the times of its changes and its e-mail address. */
export function OrderFacts({ order }: { order: Order }) {
  const times: [string, number | undefined][] = [
    ["Placed", order.placed_at],
    ["Shipped", order.shipped_at],
    ["Delivered", order.delivered_at],
    ["Cancelled", order.cancelled_at],
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-6 gap-y-2">
      <dt className="text-soft">Status</dt>
      <dd className="tag">{order.status}</dd>
      {times.map(
        ([label, seconds]) =>
          seconds && (
            <div key={label} className="contents">
              <dt className="text-soft">{label}</dt>
              <dd className="figures text-sm">{formatDate(new Date(seconds * 1000))}</dd>
            </div>
          ),
      )}
      <dt className="text-soft">E-mail</dt>
      <dd className="break-words">
        {order.email && (
          <Link
            href={`/admin/orders?${new URLSearchParams({ q: order.email })}`}
            prefetch={false}
            className="inline-flex min-h-11 items-center break-all underline underline-offset-4 hover:text-accent-text"
          >
            {order.email}
          </Link>
        )}
      </dd>
    </dl>
  );
}
