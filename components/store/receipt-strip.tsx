"use client";

import Link from "next/link";
import { Icon } from "#components/ui/icon.tsx";
import { Price } from "#components/ui/price.tsx";
import { formatMoney, parseMoney } from "#lib/money.ts";
import { dismissAnnouncement, useAnnouncement } from "./announcements.ts";
import { cart, useCart } from "./cart.ts";
import { countOf } from "./words.ts";

/** A short slip from the till: what was just added or removed, or why it was not. */
export function ReceiptStrip() {
  const news = useAnnouncement();
  const { problem, totalItems } = useCart();
  const added = news?.kind === "added";
  const saved = news?.kind === "saved";
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
      <div role="status" className="w-full max-w-md">
        {news && !problem && (
          <div className="animate-slide-up drop-shadow-[0_10px_18px_var(--shadow)]">
            <div className="torn pointer-events-auto bg-slip text-slip-ink">
              <div className="flex items-center gap-2.5 py-2 pr-1 pl-3 sm:gap-3 sm:pr-2 sm:pl-4">
                <img src={news.image} alt="" width={48} height={48} className="size-10 shrink-0 sm:size-12" />
                <p className="min-w-0 flex-1 text-sm leading-snug">
                  <span className="line-clamp-2 font-semibold">
                    {added ? `Added ${news.quantity} × ${news.name}` : `${saved ? "Saved" : "Removed"} ${news.name}`}
                  </span>
                  <span className="figures block text-slip-soft text-xs">
                    {added && <Price value={formatMoney((parseMoney(news.unitPrice) ?? 0) * news.quantity)} />}
                    {totalItems !== null && (
                      <span className="max-sm:sr-only">{`${added ? " · " : ""}${countOf(totalItems, "item")} in cart`}</span>
                    )}
                  </span>
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
                      dismissAnnouncement();
                    }}
                  >
                    Undo
                  </button>
                )}
                <DismissButton onClick={dismissAnnouncement} />
              </div>
            </div>
          </div>
        )}
      </div>
    </div>
  );
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
