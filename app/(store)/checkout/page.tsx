import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { formatDate } from "#components/shared/format-date.ts";
import { EmptyCart } from "#components/store/cart/empty-cart.tsx";
import { Checkout } from "#components/store/checkout/checkout.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { Notices } from "#components/ui/notices.tsx";
import { getCart } from "#lib/cart/store.ts";
import { makeCart } from "#lib/cart/totals.ts";
import { quoteDiscount } from "#lib/order/checkout/quote.ts";
import { getAddress } from "#lib/order/store.ts";
import { keys } from "#lib/redis/keys.ts";
import { getUser } from "#lib/user/store.ts";
import { nextContext } from "#lib/web/request/next-context.ts";
import { currentSession } from "#lib/web/request/visitor.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Checkout", robots: { index: false } };

interface CheckoutPageProps {
  searchParams: Promise<{ code?: string | string[] }>;
}

/** `/checkout?code=SPRING` fills in the discount code. */
export default async function CheckoutPage({ searchParams }: CheckoutPageProps) {
  const { code: parameter } = await searchParams;
  const code = typeof parameter === "string" ? parameter.slice(0, 40) : "";
  const context = await nextContext();
  const session = await currentSession(context);
  const [cart, user, savedAddress] = await Promise.all([
    session ? getCart(session.owner) : makeCart([]),
    session?.user ? getUser(session.user.id) : null,
    session?.user ? getAddress(session.user.id) : {},
  ]);
  const input = { typed: code, email: "" };
  const quoted = session && code ? await quoteDiscount(session, input, context.clientAddress, () => cart) : {};
  return (
    <div className="shell pt-8 sm:pt-12">
      <PageView />
      <h1 className="font-display font-extrabold text-5xl tracking-tight sm:text-7xl">Checkout</h1>
      <Notices notices={cart.notices} />
      {session && cart.items.length > 0 ? (
        <Checkout
          cart={cart}
          cartKey={keys.cart(session.owner.id)}
          renderedAt={formatDate(new Date())}
          newKey={randomUUID()}
          accountEmail={user?.email ?? null}
          savedAddress={savedAddress}
          initialDiscount={{ code, ...quoted }}
        />
      ) : (
        <EmptyCart />
      )}
    </div>
  );
}
