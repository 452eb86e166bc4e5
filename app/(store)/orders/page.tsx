import type { Metadata } from "next";
import Link from "next/link";
import { OrderList } from "#components/store/order/order-list.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { listOrdersQuery } from "#lib/order/schema.ts";
import { listOrders } from "#lib/order/store.ts";
import { nextContext } from "#lib/web/request/next-context.ts";
import { currentSession } from "#lib/web/request/visitor.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Your orders", robots: { index: false } };

interface OrdersPageProps {
  searchParams: Promise<{ cursor?: string | string[] }>;
}

export default async function OrdersPage({ searchParams }: OrdersPageProps) {
  const { cursor } = await searchParams;
  const session = await currentSession(await nextContext());
  const query = listOrdersQuery.catch({ cursor: undefined, limit: 24 }).parse({ cursor });
  const page = session ? await listOrders(session.owner.id, query) : { items: [], nextCursor: null };
  return (
    <div className="shell pt-8 sm:pt-12">
      <PageView />
      <h1 className="mb-6 font-display font-extrabold text-5xl tracking-tight sm:text-7xl">Your orders</h1>
      {page.items.length > 0 ? (
        <OrderList orders={page.items} />
      ) : (
        <p className="max-w-[48ch] text-lg text-soft">
          {session?.user ? "No orders yet." : "No orders in this browser. Sign in to see the orders of your account."}
        </p>
      )}
      <p className="mt-6 flex gap-3">
        {page.nextCursor && (
          <Link href={`/orders?${new URLSearchParams({ cursor: page.nextCursor })}`} className={buttonClass("outline")}>
            Older orders
          </Link>
        )}
        {!session?.user && (
          <Link href="/login?next=/orders" prefetch={false} className={buttonClass("primary")}>
            Sign in
          </Link>
        )}
      </p>
    </div>
  );
}
