import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { OrderActions } from "#components/admin/orders/order-actions.tsx";
import { OrderFacts } from "#components/admin/orders/order-facts.tsx";
import { formatOrderId } from "#components/shared/format-order-id.ts";
import { OrderReceipt } from "#components/shared/order-receipt.tsx";
import { transitionsFrom } from "#lib/order/lifecycle/transition.ts";
import { getAnyOrder } from "#lib/order/store.ts";
import { requireAdmin } from "#lib/web/request/require-admin.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Order", robots: { index: false } };

export default async function AdminOrderPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  await requireAdmin(`/admin/orders/${id}`);
  const order = await getAnyOrder(id);
  if (!order) notFound();
  return (
    <div className="shell grid grid-cols-[minmax(0,1fr)] items-start gap-12 py-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="flex min-w-0 flex-col gap-6">
        <p>
          <Link
            href="/admin/orders"
            prefetch={false}
            className="inline-flex min-h-11 items-center font-semibold text-soft underline underline-offset-4 hover:text-accent-text"
          >
            All orders
          </Link>
        </p>
        <h1 className="font-display font-extrabold text-3xl tracking-tight sm:text-4xl">
          {`Order ${formatOrderId(id)}`}
        </h1>
        <OrderFacts order={order} />
        <OrderActions id={id} transitions={transitionsFrom(order.status)} />
      </div>
      <OrderReceipt order={order} />
    </div>
  );
}
