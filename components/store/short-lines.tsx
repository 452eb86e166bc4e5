"use client";

import { useActionState } from "react";
import { buttonClass } from "#components/ui/button.ts";
import { FormMessage } from "#components/ui/form-message.tsx";
import type { CartLine } from "#lib/cart/schema.ts";
import { takeWhatIsThereAction } from "#lib/order/actions.ts";
import { describeStock } from "./stock.tsx";

/** What there is not enough of, before anybody is disappointed at the till, and a way to buy the rest. */
export function ShortLines({ lines }: { lines: readonly CartLine[] }) {
  const [state, action] = useActionState(takeWhatIsThereAction, null);
  const short = lines.filter((line) => line.quantity > line.stock);
  if (short.length === 0) return null;
  return (
    <section aria-label="What is short" className="mb-8 max-w-xl rounded-xl border-2 border-accent-text bg-raised p-4">
      <h2 className="font-semibold text-lg">Not all of it is on the shelf</h2>
      <ul className="mt-2 flex flex-col gap-1">
        {short.map(({ sku, name, quantity, stock }) => (
          <li key={sku}>{`${name}: ${describeStock(stock).toLowerCase()}, ${quantity} in your cart`}</li>
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
