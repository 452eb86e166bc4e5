import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { formatOrderId } from "#components/shared/format-order-id.ts";
import { OrderReceipt } from "#components/shared/order-receipt.tsx";
import { OrderStatus } from "#components/store/order/order-status.tsx";
import { PrintButton } from "#components/store/order/print-button.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { readConfirmation } from "#lib/order/lifecycle/durability.ts";
import { getOrder } from "#lib/order/store.ts";
import { nextContext } from "#lib/web/request/next-context.ts";
import { currentSession } from "#lib/web/request/visitor.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Your order", robots: { index: false } };

export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const session = await currentSession(await nextContext());
  const order = session && (await getOrder(session.owner.id, id));
  if (!order) notFound();
  const confirmed = await readConfirmation(order);
  return (
    <div className="shell grid items-start gap-x-20 gap-y-12 pt-8 sm:pt-12 lg:grid-cols-[1fr_24rem] print:block">
      <PageView />
      <div className="flex flex-col gap-6 print:hidden">
        <p className="tag text-soft">{`Order ${formatOrderId(id)}`}</p>
        <h1 className="font-display font-extrabold text-5xl leading-[0.95] tracking-tight sm:text-7xl">
          {order.placed_at ? "Thank you for nothing." : "Your order"}
        </h1>
        <OrderStatus id={id} initial={{ status: order.status, confirmed }} />
        {order.placed_at && (
          <p className="max-w-[52ch] text-lg text-soft">
            Nothing was charged and nothing will arrive.
            {confirmed &&
              " This order was reserved, committed and written in Redis, and will still be there if the machine is switched off now."}
          </p>
        )}
        <p className="flex flex-wrap gap-3">
          <PrintButton />
          <Link href="/orders" prefetch={false} className={buttonClass("outline")}>
            All your orders
          </Link>
        </p>
        {!session?.user && (
          <p className="max-w-[52ch] text-soft">
            You are not signed in, so only this browser can show the order, and only until its session expires. Print
            the receipt to keep it.
          </p>
        )}
      </div>
      <OrderReceipt order={order} />
    </div>
  );
}
