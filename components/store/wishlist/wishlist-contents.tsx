"use client";

import Link from "next/link";
import { useActionState, useRef } from "react";
import { countOf } from "#components/shared/plural.ts";
import { GuestNote } from "#components/store/cart/guest-note.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import { moveToCartAction, removeSavedAction } from "#lib/web/actions/wishlist.ts";
import type { Wishlist } from "#lib/wishlist/schema.ts";
import { useWishlist } from "./use-wishlist.ts";
import { WishlistReceipt } from "./wishlist-receipt.tsx";
import { WishlistRow } from "./wishlist-row.tsx";

interface WishlistContentsProps {
  /** The list as the server has rendered it. */
  rendered: Wishlist;
  /** Why what the shopper has just tried to save is not here. */
  refusal: string | null;
  /** What the list's key looks like in Redis. */
  listKey: string;
  /** A guest's list runs out; a user's does not. */
  guest: boolean;
}

export function WishlistContents({ rendered, refusal, listKey, guest }: WishlistContentsProps) {
  const { list, problem, moveToCart, remove } = useWishlist(rendered);
  const [moveState, moveAction] = useActionState(moveToCartAction, null);
  const [removeState, removeAction] = useActionState(removeSavedAction, null);
  const heading = useRef<HTMLHeadingElement>(null);
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
      <p role="status" className="sr-only">{`${countOf(list.items.length, "thing")} saved for later`}</p>
      {list.notices?.map((notice) => (
        <p key={notice} className="mt-4 rounded-xl border-[1.5px] border-edge bg-raised px-4 py-3">
          {notice}
        </p>
      ))}
      <div className="mt-4 empty:hidden">
        <FormMessage state={message ? { ok: false, message } : null} />
        <FormMessage state={moveState} />
        <FormMessage state={removeState} />
      </div>
      {list.items.length === 0 ? (
        <div className="mt-6 flex flex-col items-start gap-5">
          <p className="max-w-[40ch] text-2xl leading-snug">
            Nothing saved for later. “Save for later” on a product, or on a line of your cart, keeps it here.
          </p>
          <Link href="/" prefetch={false} className={buttonClass("primary", "text-lg")}>
            Find something to want
          </Link>
        </div>
      ) : (
        <div className="mt-6 grid items-start gap-x-16 gap-y-10 lg:grid-cols-[1fr_24rem]">
          <ul className="border-line border-t">
            {list.items.map((item) => (
              <WishlistRow
                key={item.sku}
                item={item}
                moveAction={moveAction}
                removeAction={removeAction}
                onMove={() => {
                  moveToCart(item);
                  heading.current?.focus();
                }}
                onRemove={() => {
                  remove(item);
                  heading.current?.focus();
                }}
              />
            ))}
          </ul>
          <div className="flex flex-col gap-5 lg:sticky lg:top-24">
            <WishlistReceipt items={list.items} listKey={listKey} />
            {guest && <GuestNote what="wishlist" />}
          </div>
        </div>
      )}
    </>
  );
}
