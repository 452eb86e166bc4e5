import type { Metadata } from "next";
import { printDate } from "#components/shared/format-date.ts";
import { CartContents } from "#components/store/cart/cart-contents.tsx";
import { PageView } from "#components/store/visitor/page-view.tsx";
import { getCart } from "#lib/cart/store.ts";
import { makeCart } from "#lib/cart/totals.ts";
import { keys } from "#lib/redis/keys.ts";
import { nextContext } from "#lib/web/request/next-context.ts";
import { currentSession } from "#lib/web/request/visitor.ts";

export const dynamic = "force-dynamic";
// Whoever comes without a session, as search engines do, sees an empty cart: nothing personal is to be hidden.
export const metadata: Metadata = { title: "Your cart", alternates: { canonical: "/cart" } };

export default async function CartPage() {
  const session = await currentSession(await nextContext());
  // Looking at a cart creates no session.
  const cart = session ? await getCart(session.owner) : makeCart([]);
  return (
    <div className="shell pt-8 sm:pt-12">
      <PageView />
      <CartContents
        rendered={cart}
        printedAt={printDate(new Date())}
        guest={!session?.user}
        cartKey={keys.cart(session?.owner.id ?? "nobody")}
      />
    </div>
  );
}
