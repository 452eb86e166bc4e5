import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { CartReceipt } from "#components/store/cart-receipt.tsx";
import { CheckoutForm } from "#components/store/checkout-form.tsx";
import { EmptyCart } from "#components/store/empty-cart.tsx";
import { PageView } from "#components/store/page-view.tsx";
import { printDate } from "#components/store/printed-at.ts";
import { ShortLines } from "#components/store/short-lines.tsx";
import { getCart } from "#lib/cart/store.ts";
import { makeCart } from "#lib/cart/totals.ts";
import { getAddress } from "#lib/order/store.ts";
import { keys } from "#lib/redis/keys.ts";
import { currentSession } from "#lib/session/current.ts";
import { getUser } from "#lib/user/store.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Checkout", robots: { index: false } };

export default async function CheckoutPage() {
  const session = await currentSession();
  const [cart, user, remembered] = await Promise.all([
    session ? getCart(session.owner) : makeCart([]),
    session?.user ? getUser(session.user.id) : null,
    session?.user ? getAddress(session.user.id) : {},
  ]);
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
        <div className="mt-8 grid items-start gap-x-16 gap-y-10 lg:grid-cols-[1fr_24rem]">
          <div>
            <ShortLines lines={cart.items} />
            <CheckoutForm
              total={cart.totalValue}
              freshKey={randomUUID()}
              accountEmail={user?.email ?? null}
              remembered={remembered}
            />
          </div>
          <CartReceipt
            cart={cart}
            pending={false}
            printedAt={printDate(new Date())}
            cartKey={keys.cart(session.owner.id)}
          />
        </div>
      ) : (
        <EmptyCart />
      )}
    </div>
  );
}
