"use client";

import Link from "next/link";
import { formatCount } from "#components/shared/format-count.ts";
import { useCart } from "#components/store/cart/state/cart-state.ts";
import { Icon } from "#components/ui/icon.tsx";

/** The link to the cart, with the number of items. The space for the number is reserved, so that the layout does not shift. */
export function CartBadge() {
  const { totalItems } = useCart();
  const hasItems = totalItems !== null && totalItems > 0;
  return (
    <Link
      href="/cart"
      prefetch={false}
      aria-label={hasItems ? `Cart, ${formatCount(totalItems, "item")}` : "Cart"}
      className="relative inline-flex min-h-11 items-center gap-2 rounded-full px-3 font-semibold hover:bg-ink/8 sm:px-4"
    >
      <Icon name="basket" className="size-6" />
      {/* The number follows the word, in the order of the accessible name, and is drawn at the corner of the basket. */}
      <span className="hidden pl-1 md:inline">Cart</span>{" "}
      {hasItems && (
        <span
          key={totalItems}
          className="figures absolute top-0.5 left-6.5 grid h-5 min-w-5 animate-bump place-items-center rounded-full bg-accent px-1 font-bold text-[0.6875rem] text-on-accent sm:left-7.5"
        >
          {totalItems > 99 ? "99+" : totalItems}
        </span>
      )}
    </Link>
  );
}
