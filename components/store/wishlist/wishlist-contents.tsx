"use client";

import Link from "next/link";
import { useRef, useState } from "react";
import { formatCount } from "#components/shared/format-count.ts";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { ExpiryNote } from "#components/store/cart/expiry-note.tsx";
import { GoneLines } from "#components/store/cart/gone-lines.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { Notices } from "#components/ui/notices.tsx";
import { moveToCartAction, removeSavedAction } from "#lib/web/actions/wishlist.ts";
import type { Wishlist } from "#lib/wishlist/schema.ts";
import { useWishlist } from "./use-wishlist.ts";
import { WishlistReceipt } from "./wishlist-receipt.tsx";
import { WishlistRow } from "./wishlist-row.tsx";

interface WishlistContentsProps {
  /** The wishlist as the server has rendered it. */
  rendered: Wishlist;
  /** Why a product that the shopper tried to save is not in the wishlist. */
  refusal: string | null;
  /** The name of the wishlist's key in Redis. */
  wishlistKey: string;
  /** A guest's wishlist expires; a user's does not. */
  isGuest: boolean;
}

export function WishlistContents({ rendered, refusal, wishlistKey, isGuest }: WishlistContentsProps) {
  const { wishlist, problem, moveToCart, remove } = useWishlist(rendered);
  const [moveState, moveAction] = useFormAction(moveToCartAction);
  const [removeState, removeAction] = useFormAction(removeSavedAction);
  const heading = useRef<HTMLHeadingElement>(null);
  // What was done last, for screen readers.
  const [done, setDone] = useState("");
  const message = problem ?? refusal;
  return (
    <>
      <h1
        ref={heading}
        tabIndex={-1}
        className="font-display font-extrabold text-5xl tracking-tight outline-none sm:text-7xl"
      >
        Your wishlist
      </h1>
      <p
        role="status"
        className="sr-only"
      >{`${done}${formatCount(wishlist.items.length, "product")} saved for later`}</p>
      <Notices notices={wishlist.notices} />
      <div className="mt-4 empty:hidden">
        <FormMessage state={message ? { ok: false, message } : null} />
        <FormMessage state={moveState} />
        <FormMessage state={removeState} />
      </div>
      <GoneLines list="wishlist" skus={wishlist.gone ?? []} action={removeAction} />
      {wishlist.items.length === 0 ? (
        <div className="mt-6 flex flex-col items-start gap-5">
          <p className="max-w-[40ch] text-2xl leading-snug">
            Nothing saved for later. Use “Save for later” on a product page or in your cart to add a product here.
          </p>
          <Link href="/" prefetch={false} className={buttonClass("primary", "text-lg")}>
            Start shopping
          </Link>
        </div>
      ) : (
        <div className="mt-6 grid items-start gap-x-16 gap-y-10 lg:grid-cols-[1fr_24rem]">
          <ul className="border-line border-t">
            {wishlist.items.map((item) => (
              <WishlistRow
                key={item.sku}
                item={item}
                moveAction={moveAction}
                removeAction={removeAction}
                onMove={() => {
                  moveToCart(item);
                  setDone(`Moved ${item.name} to the cart. `);
                  heading.current?.focus();
                }}
                onRemove={() => {
                  remove(item);
                  setDone(`Removed ${item.name}. `);
                  heading.current?.focus();
                }}
              />
            ))}
          </ul>
          <div className="flex flex-col gap-5 lg:sticky lg:top-24">
            <WishlistReceipt items={wishlist.items} wishlistKey={wishlistKey} />
            {isGuest && <ExpiryNote list="wishlist" />}
          </div>
        </div>
      )}
    </>
  );
}
