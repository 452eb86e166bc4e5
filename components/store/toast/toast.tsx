"use client";

import Link from "next/link";
import { formatCount } from "#components/shared/format-count.ts";
import { SkuPicture } from "#components/shared/sku-picture.tsx";
import { cartStore, useCart } from "#components/store/cart/state/cart-state.ts";
import { Icon } from "#components/ui/icon.tsx";
import { Price } from "#components/ui/price.tsx";
import { describePurchaseLimit } from "#lib/cart/explain.ts";
import { MAX_QUANTITY } from "#lib/cart/limits.ts";
import type { CartLine } from "#lib/cart/schema.ts";
import { exceedsStock } from "#lib/cart/totals.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";
import { dismissToast, pauseToast, resumeToast, useToast } from "./toast-state.ts";

/** The focused button goes away with the toast, so the heading of the page gets the focus, where it is focusable. */
function dismissAndFocusHeading(): void {
  document.querySelector<HTMLElement>("main h1")?.focus();
  dismissToast();
}

/** Reports what was added, removed or saved, or why a change of the cart was undone. */
export function Toast() {
  const message = useToast();
  const { problem, totalItems, cart } = useCart();
  const added = message?.kind === "added";
  const saved = message?.kind === "saved";
  const line = added ? cart?.items.find(({ sku }) => sku === message.sku) : undefined;
  const quantity = Math.min(message?.quantity ?? 0, line?.quantity ?? MAX_QUANTITY);
  const limit = line && describeLimit(line, message?.purchaseLimit ?? null);
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-0 z-40 flex flex-col items-center gap-3 p-4 sm:items-end sm:p-6 lg:in-data-[commands=open]:right-[26rem] max-lg:in-data-[commands=open]:bottom-[50svh]">
      <div role="alert" className="w-full max-w-md">
        {problem && (
          <div className="pointer-events-auto flex items-center gap-3 rounded-xl bg-accent p-2 pl-5 text-on-accent shadow-xl">
            <p className="flex-1 font-semibold">{problem}</p>
            <DismissButton onClick={cartStore.dismissProblem} />
          </div>
        )}
      </div>
      <div
        role="status"
        className="w-full max-w-md"
        onPointerEnter={pauseToast}
        onPointerLeave={resumeToast}
        onFocus={pauseToast}
        onBlur={resumeToast}
      >
        {message && !problem && (
          <div className="animate-slide-up drop-shadow-[0_10px_18px_var(--shadow)]">
            <div className="torn pointer-events-auto bg-receipt text-receipt-ink">
              <div className="flex items-center gap-2.5 py-2 pr-1 pl-3 sm:gap-3 sm:pr-2 sm:pl-4">
                <SkuPicture
                  image={message.image}
                  size={48}
                  photo="rounded-lg object-cover"
                  className="size-10 shrink-0 sm:size-12"
                />
                <p className="min-w-0 flex-1 text-sm leading-snug">
                  <span className="wrap-anywhere line-clamp-2 font-semibold">
                    {added ? `Added ${quantity} × ${message.name}` : `${saved ? "Saved" : "Removed"} ${message.name}`}
                  </span>
                  <span className="figures block text-receipt-soft text-xs">
                    {added && <Price value={formatMoney((parseMoney(message.unitPrice) ?? 0) * quantity)} />}
                    {totalItems !== null && (
                      <span className="max-sm:sr-only">{`${added ? " · " : ""}${formatCount(totalItems, "item")} in cart`}</span>
                    )}
                  </span>
                  {limit && <span className="block text-xs">{limit}</span>}
                </p>
                {added || saved ? (
                  <Link
                    href={saved ? "/wishlist" : "/cart"}
                    prefetch={false}
                    onClick={dismissToast}
                    className="inline-flex min-h-11 shrink-0 items-center rounded-full bg-receipt-ink px-4 font-semibold text-receipt text-sm hover:underline"
                  >
                    {saved ? "View wishlist" : "View cart"}
                  </Link>
                ) : (
                  <button
                    type="button"
                    className="min-h-11 shrink-0 rounded-full bg-receipt-ink px-4 font-semibold text-receipt text-sm hover:underline"
                    onClick={() => {
                      cartStore.set(message.sku, message.quantity);
                      dismissAndFocusHeading();
                    }}
                  >
                    Undo
                  </button>
                )}
                <DismissButton onClick={dismissAndFocusHeading} />
              </div>
            </div>
          </div>
        )}
      </div>
    </div>
  );
}

/** A warning if the quantity exceeds the stock or has reached a limit. */
function describeLimit(line: CartLine, purchaseLimit: number | null): string | null {
  const { quantity, stock } = line;
  if (exceedsStock(line)) return `${quantity} in the cart, only ${Math.max(0, stock)} in stock`;
  if (purchaseLimit !== null && quantity >= purchaseLimit) return describePurchaseLimit(purchaseLimit);
  return quantity === MAX_QUANTITY ? `Limit ${MAX_QUANTITY} per item` : null;
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
