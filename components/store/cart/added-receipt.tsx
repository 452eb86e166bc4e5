"use client";

import Link from "next/link";
import {
  dismissAnnouncement,
  holdAnnouncement,
  releaseAnnouncement,
  useAnnouncement,
} from "#components/shared/announcements.ts";
import { countOf } from "#components/shared/plural.ts";
import { Icon } from "#components/ui/icon.tsx";
import { Price } from "#components/ui/price.tsx";
import { MAX_QUANTITY } from "#lib/cart/limits.ts";
import type { CartLine } from "#lib/cart/schema.ts";
import { isShort } from "#lib/cart/totals.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";
import { cart, useCart } from "./cart-state.ts";

/** What had the focus goes with the slip: the heading of the page has it then, where it takes it. */
function leave(): void {
  document.querySelector<HTMLElement>("main h1")?.focus();
  dismissAnnouncement();
}

/** A short slip from the till: what was just added or removed, or why it was not. */
export function ReceiptStrip() {
  const news = useAnnouncement();
  const { problem, totalItems, cart: known } = useCart();
  const added = news?.kind === "added";
  const saved = news?.kind === "saved";
  const line = added ? known?.items.find(({ sku }) => sku === news.sku) : undefined;
  const quantity = Math.min(news?.quantity ?? 0, line?.quantity ?? MAX_QUANTITY);
  const limit = line && describeLimit(line);
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-0 z-40 flex flex-col items-center gap-3 p-4 sm:items-end sm:p-6">
      <div role="alert" className="w-full max-w-md">
        {problem && (
          <div className="pointer-events-auto flex items-center gap-3 rounded-xl bg-accent p-2 pl-5 text-on-accent shadow-xl">
            <p className="flex-1 font-semibold">{problem}</p>
            <DismissButton onClick={cart.dismissProblem} />
          </div>
        )}
      </div>
      <div
        role="status"
        className="w-full max-w-md"
        onPointerEnter={holdAnnouncement}
        onPointerLeave={releaseAnnouncement}
        onFocus={holdAnnouncement}
        onBlur={releaseAnnouncement}
      >
        {news && !problem && (
          <div className="animate-slide-up drop-shadow-[0_10px_18px_var(--shadow)]">
            <div className="torn pointer-events-auto bg-slip text-slip-ink">
              <div className="flex items-center gap-2.5 py-2 pr-1 pl-3 sm:gap-3 sm:pr-2 sm:pl-4">
                <img src={news.image} alt="" width={48} height={48} className="size-10 shrink-0 sm:size-12" />
                <p className="min-w-0 flex-1 text-sm leading-snug">
                  <span className="wrap-anywhere line-clamp-2 font-semibold">
                    {added ? `Added ${quantity} × ${news.name}` : `${saved ? "Saved" : "Removed"} ${news.name}`}
                  </span>
                  <span className="figures block text-slip-soft text-xs">
                    {added && <Price value={formatMoney((parseMoney(news.unitPrice) ?? 0) * quantity)} />}
                    {totalItems !== null && (
                      <span className="max-sm:sr-only">{`${added ? " · " : ""}${countOf(totalItems, "item")} in cart`}</span>
                    )}
                  </span>
                  {limit && <span className="block text-xs">{limit}</span>}
                </p>
                {added || saved ? (
                  <Link
                    href={saved ? "/wishlist" : "/cart"}
                    prefetch={false}
                    onClick={dismissAnnouncement}
                    className="inline-flex min-h-11 shrink-0 items-center rounded-full bg-slip-ink px-4 font-semibold text-slip text-sm hover:underline"
                  >
                    {saved ? "View wishlist" : "View cart"}
                  </Link>
                ) : (
                  <button
                    type="button"
                    className="min-h-11 shrink-0 rounded-full bg-slip-ink px-4 font-semibold text-slip text-sm hover:underline"
                    onClick={() => {
                      cart.set(news.sku, news.quantity);
                      leave();
                    }}
                  >
                    Undo
                  </button>
                )}
                <DismissButton onClick={leave} />
              </div>
            </div>
          </div>
        )}
      </div>
    </div>
  );
}

/** Why the cart may not give all that was asked for. */
function describeLimit(line: CartLine): string | null {
  const { quantity, stock } = line;
  if (isShort(line)) return `${quantity} in the cart, only ${Math.max(0, stock)} on the shelf`;
  return quantity === MAX_QUANTITY ? `${MAX_QUANTITY} of a thing is the most` : null;
}

function DismissButton({ onClick }: { onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label="Dismiss"
      onClick={onClick}
      className="grid size-11 shrink-0 place-items-center rounded-full hover:bg-current/10"
    >
      <Icon name="cross" className="size-4" />
    </button>
  );
}
