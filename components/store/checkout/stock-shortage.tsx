"use client";

import { useEffect, useRef } from "react";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { describeStock } from "#components/store/product/stock.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import type { CartLine } from "#lib/cart/schema.ts";
import { exceedsStock } from "#lib/cart/totals.ts";
import { reduceToStockAction } from "#lib/web/actions/checkout.ts";

interface StockShortageProps {
  lines: readonly CartLine[];
  /** the state of the form after an order was refused for lack of stock */
  refusal: object | null;
}

/** Lists the lines that exceed the stock, before an order or after it was refused, and reduces them on request. */
export function StockShortage({ lines, refusal }: StockShortageProps) {
  const [state, action] = useFormAction(reduceToStockAction);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (refusal) box.current?.focus();
  }, [refusal]);
  const shortage = lines.filter(exceedsStock);
  if (shortage.length === 0) {
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
      role={refusal ? "alert" : undefined}
      aria-label="Not enough in stock"
      className="mb-8 scroll-my-28 outline-none max-w-xl rounded-xl border-2 border-accent-text bg-raised p-4"
    >
      <h2 className="font-semibold text-lg">
        {refusal ? "Nothing was bought: not enough in stock" : "Not enough in stock"}
      </h2>
      <ul className="mt-2 flex flex-col gap-1">
        {shortage.map(({ sku, name, quantity, stock }) => (
          <li
            key={sku}
            className="wrap-anywhere"
          >{`${name}: ${describeStock(stock).toLowerCase()}, ${quantity} in your cart`}</li>
        ))}
      </ul>
      <FormMessage state={state} />
      <form action={action} className="mt-3">
        <button type="submit" className={buttonClass("ink")}>
          Reduce to what is in stock
        </button>
      </form>
    </section>
  );
}
