import Link from "next/link";
import { formatDate } from "#components/shared/format-date.ts";
import { formatOrderId } from "#components/shared/format-order-id.ts";
import { SkuPicture } from "#components/shared/sku-picture.tsx";
import { Price } from "#components/ui/price.tsx";
import type { Order } from "#lib/order/schema.ts";

export function OrderList({ orders }: { orders: readonly Order[] }) {
  return (
    <ul className="border-line border-t">
      {orders.map((order) => (
        <li key={order.id} className="border-line border-b">
          <Link
            href={`/orders/${order.id}`}
            prefetch={false}
            className="flex flex-wrap items-center gap-x-6 gap-y-2 py-4 hover:text-accent-text"
          >
            <span className="flex min-w-56 flex-col">
              <span className="figures font-semibold">{formatOrderId(order.id)}</span>
              <span className="text-sm text-soft">
                {order.placed_at ? formatDate(new Date(order.placed_at * 1000)) : ""}
              </span>
            </span>
            <span aria-hidden="true" className="flex flex-1 gap-1">
              {order.lines.slice(0, 5).map((line) => (
                <SkuPicture
                  key={line.sku}
                  image={line.image}
                  size={36}
                  loading="lazy"
                  photo="rounded-lg object-cover"
                  className="size-9"
                />
              ))}
            </span>
            <span className="tag">{order.status}</span>
            <Price value={order.total} className="font-medium text-lg" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
