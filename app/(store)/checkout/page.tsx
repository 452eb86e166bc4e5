import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { printDate } from "#components/shared/format-date.ts";
import { EmptyCart } from "#components/store/cart/empty-cart.tsx";
import { CheckoutDesk } from "#components/store/checkout/checkout.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
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

/** `/checkout?code=SPRING` has the code filled in. */
export default async function CheckoutPage({ searchParams }: CheckoutPageProps) {
  const { code: asked } = await searchParams;
  const code = typeof asked === "string" ? asked.slice(0, 40) : "";
  const context = await nextContext();
  const session = await currentSession(context);
  const [cart, user, remembered] = await Promise.all([
    session ? getCart(session.owner) : makeCart([]),
    session?.user ? getUser(session.user.id) : null,
    session?.user ? getAddress(session.user.id) : {},
  ]);
  const typed = { typed: code, email: "" };
  const quoted = session && code ? await quoteDiscount(session, typed, context.clientAddress, () => cart) : {};
  const offered = { code, ...quoted };
  return (
    <div className="shell pt-8 sm:pt-12">
      <PageView />
      <h1 className="font-display font-extrabold text-5xl tracking-tight sm:text-7xl">Checkout</h1>
      {cart.notices?.map((notice) => (
        <p key={notice} className="mt-4 rounded-xl border-[1.5px] border-edge bg-raised px-4 py-3">
          {notice}
        </p>
      ))}
      {session && cart.items.length > 0 ? (
        <CheckoutDesk
          cart={cart}
          cartKey={keys.cart(session.owner.id)}
          printedAt={printDate(new Date())}
          freshKey={randomUUID()}
          accountEmail={user?.email ?? null}
          remembered={remembered}
          offered={offered}
        />
      ) : (
        <EmptyCart />
      )}
    </div>
  );
}
