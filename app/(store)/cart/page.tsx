import type { Metadata } from "next";
import { formatDate } from "#components/shared/format-date.ts";
import { CartContents } from "#components/store/cart/cart-contents.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { getCart } from "#lib/cart/store.ts";
import { makeCart } from "#lib/cart/totals.ts";
import { keys } from "#lib/redis/keys.ts";
import { nextContext } from "#lib/web/request/next-context.ts";
import { currentSession } from "#lib/web/request/visitor.ts";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Your cart", robots: { index: false } };

export default async function CartPage() {
  const session = await currentSession(await nextContext());
  // Viewing the cart does not create a session.
  const cart = session ? await getCart(session.owner) : makeCart([]);
  return (
    <div className="shell pt-8 sm:pt-12">
      <PageView />
      <CartContents
        rendered={cart}
        renderedAt={formatDate(new Date())}
        isGuest={!session?.user}
        cartKey={keys.cart(session?.owner.id ?? "nobody")}
      />
    </div>
  );
}
