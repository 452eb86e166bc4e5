import { groupThousands } from "#components/ui/price.tsx";
import type { Cart } from "#lib/cart/schema.ts";
import { exceedsLargestOrder } from "#lib/cart/totals.ts";
import { MAX_AMOUNT } from "#lib/money.ts";

/** Says that a cart can't be ordered because of its total; nothing otherwise. */
export function TotalLimit({ cart }: { cart: Cart }) {
  return (
    <p role="status" className="rounded-xl border-2 border-accent-text bg-raised px-4 py-3 font-medium empty:hidden">
      {exceedsLargestOrder(cart)
        ? `An order can be at most $${groupThousands(MAX_AMOUNT)}. Take something out of your cart to check out.`
        : ""}
    </p>
  );
}
