"use client";

import { useActionState, useEffect, useRef } from "react";
import { describeStock } from "#components/store/stock/stock.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import type { CartLine } from "#lib/cart/schema.ts";
import { isShort } from "#lib/cart/totals.ts";
import { reduceToStockAction } from "#lib/web/actions/checkout.ts";

interface ShortLinesProps {
  lines: readonly CartLine[];
  /** what became of the last order, when it was refused for this */
  refused: object | null;
}

/** What there is not enough of, before anybody is disappointed at the till or after, and a way to buy the rest. */
export function ShortLines({ lines, refused }: ShortLinesProps) {
  const [state, action] = useActionState(reduceToStockAction, null);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (refused) box.current?.focus();
  }, [refused]);
  const short = lines.filter(isShort);
  if (short.length === 0) {
    return (
      <div className="mb-8 max-w-xl empty:hidden">
        <FormMessage state={state} />
      </div>
    );
  }
  return (
    <section
      ref={box}
      tabIndex={-1}
      role={refused ? "alert" : undefined}
      aria-label="What is short"
      className="mb-8 scroll-my-28 outline-none max-w-xl rounded-xl border-2 border-accent-text bg-raised p-4"
    >
      <h2 className="font-semibold text-lg">
        {refused ? "Nothing was bought: not all of it is on the shelf" : "Not all of it is on the shelf"}
      </h2>
      <ul className="mt-2 flex flex-col gap-1">
        {short.map(({ sku, name, quantity, stock }) => (
          <li
            key={sku}
            className="wrap-anywhere"
          >{`${name}: ${describeStock(stock).toLowerCase()}, ${quantity} in your cart`}</li>
        ))}
      </ul>
      <FormMessage state={state} />
      <form action={action} className="mt-3">
        <button type="submit" className={buttonClass("ink")}>
          Take what is there
        </button>
      </form>
    </section>
  );
}
