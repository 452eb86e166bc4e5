"use client";

import Link from "next/link";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { CartReceipt } from "#components/store/cart/cart-receipt.tsx";
import { TotalLimit } from "#components/store/cart/total-limit.tsx";
import { buttonClass } from "#components/ui/button.ts";
import type { Cart } from "#lib/cart/schema.ts";
import { exceedsLargestOrder, exceedsStock } from "#lib/cart/totals.ts";
import { amountOff } from "#lib/discount/amount.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";
import type { QuoteResult } from "#lib/order/checkout/quote.ts";
import { checkoutAction } from "#lib/web/actions/checkout.ts";
import { CheckoutForm } from "./checkout-form.tsx";
import { StockShortage } from "./stock-shortage.tsx";

interface CheckoutProps extends Pick<Parameters<typeof CheckoutForm>[0], "newKey" | "accountEmail" | "savedAddress"> {
  cart: Cart;
  cartKey: string;
  renderedAt: string;
  /** a code from the URL of the page, and what it takes off */
  initialDiscount: QuoteResult & { code: string };
}

/** The form and the receipt. Both show the total that the shopper agrees to, with the discount taken off. */
export function Checkout({ cart, cartKey, renderedAt, initialDiscount, ...form }: CheckoutProps) {
  const [state, action] = useFormAction(checkoutAction);
  const isTooLarge = exceedsLargestOrder(cart);
  const quoted = state ? state.quote : initialDiscount.quote;
  const quote = isTooLarge ? undefined : quoted;
  const subtotal = parseMoney(cart.totalValue) ?? 0;
  const discountCents = quote ? amountOff(quote, subtotal) : 0;
  const total = quote ? formatMoney(subtotal - discountCents) : cart.totalValue;
  const discount = quote && { code: quote.code, amount: formatMoney(discountCents), total };
  const isOutOfStock = Boolean(state?.errors?.total) && cart.items.some(exceedsStock);
  return (
    <div className="mt-8 grid items-start gap-x-16 gap-y-10 lg:grid-cols-[1fr_24rem]">
      <div>
        <StockShortage lines={cart.items} refusal={isOutOfStock ? state : null} />
        {isTooLarge ? (
          <div className="flex max-w-xl flex-col items-start gap-5">
            <TotalLimit cart={cart} />
            <Link href="/cart" prefetch={false} className={buttonClass("ink")}>
              Change your cart
            </Link>
          </div>
        ) : (
          <CheckoutForm
            {...form}
            isTotalErrorShown={isOutOfStock && !state?.limited}
            state={state}
            action={action}
            total={total}
            discountAmount={discount?.amount ?? null}
            initialDiscount={initialDiscount}
          />
        )}
      </div>
      <CartReceipt cart={cart} pending={false} renderedAt={renderedAt} cartKey={cartKey} discount={discount} />
    </div>
  );
}
