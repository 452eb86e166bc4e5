"use client";

import Link from "next/link";
import { useRef } from "react";
import { formatCount } from "#components/shared/format-count.ts";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { cartStore, useRenderedCart } from "#components/store/cart/state/cart-state.ts";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { Notices } from "#components/ui/notices.tsx";
import type { Cart } from "#lib/cart/schema.ts";
import { exceedsLargestOrder } from "#lib/cart/totals.ts";
import { clearCartAction, setLineAction } from "#lib/web/actions/cart.ts";
import { saveForLaterAction } from "#lib/web/actions/wishlist.ts";
import { CartReceipt } from "./cart-receipt.tsx";
import { CartRow } from "./cart-row.tsx";
import { EmptyCart } from "./empty-cart.tsx";
import { ExpiryNote } from "./expiry-note.tsx";
import { GoneLines } from "./gone-lines.tsx";
import { TotalLimit } from "./total-limit.tsx";

interface CartContentsProps {
  /** The cart as the server has rendered it. */
  rendered: Cart;
  /** The formatted date on the receipt. */
  renderedAt: string;
  /** The name of the cart's key in Redis. */
  cartKey: string;
  /** A guest's cart expires; a user's does not. */
  isGuest: boolean;
}

export function CartContents({ rendered, renderedAt, cartKey, isGuest }: CartContentsProps) {
  const { cart, pending } = useRenderedCart(rendered);
  const [lineState, lineAction] = useFormAction(setLineAction);
  const [saveState, saveAction] = useFormAction(saveForLaterAction);
  const [clearState, clearAction] = useFormAction(clearCartAction);
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <>
      <h1
        ref={heading}
        tabIndex={-1}
        className="font-display font-extrabold text-5xl tracking-tight outline-none sm:text-7xl"
      >
        Your cart
      </h1>
      <p role="status" className="sr-only">
        {`${formatCount(cart.totalItems, "item")}, total $${cart.totalValue}`}
      </p>
      <Notices notices={cart.notices} />
      <FormMessage state={lineState} />
      <FormMessage state={saveState} />
      <FormMessage state={clearState} />
      <GoneLines
        list="cart"
        skus={(cart.gone ?? []).map(({ sku }) => sku)}
        action={lineAction}
        onRemove={(sku) => {
          cartStore.set(sku, 0);
          heading.current?.focus();
        }}
      />
      {cart.items.length === 0 ? (
        <EmptyCart />
      ) : (
        <div className="mt-6 grid items-start gap-x-16 gap-y-10 lg:grid-cols-[1fr_24rem]">
          <div>
            <ul className="border-line border-t">
              {cart.items.map((line) => (
                <CartRow
                  key={line.sku}
                  line={line}
                  action={lineAction}
                  saveAction={saveAction}
                  onRemoved={() => heading.current?.focus()}
                />
              ))}
            </ul>
            <form
              action={clearAction}
              className="mt-4"
              onSubmit={(event) => {
                event.preventDefault();
                cartStore.clear();
                heading.current?.focus();
              }}
            >
              <button
                type="submit"
                className="min-h-11 text-soft underline decoration-line decoration-2 underline-offset-4 hover:text-accent-text"
              >
                Empty the cart
              </button>
            </form>
          </div>
          <div className="flex flex-col gap-5 lg:sticky lg:top-24">
            <CartReceipt cart={cart} pending={pending} renderedAt={renderedAt} cartKey={cartKey} />
            <TotalLimit cart={cart} />
            {!exceedsLargestOrder(cart) && (
              <Link href="/checkout" prefetch={false} className={buttonClass("primary", "min-h-14 text-lg")}>
                Checkout
              </Link>
            )}
            <Link href="/wishlist" prefetch={false} className={buttonClass("quiet")}>
              Your wishlist
            </Link>
            {isGuest && <ExpiryNote list="cart" />}
          </div>
        </div>
      )}
    </>
  );
}
