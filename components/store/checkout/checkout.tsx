"use client";

import { useActionState } from "react";
import { CartReceipt } from "#components/store/cart/cart-receipt.tsx";
import type { Cart } from "#lib/cart/schema.ts";
import { isShort } from "#lib/cart/totals.ts";
import { amountOff } from "#lib/discount/amount.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";
import type { QuoteResult } from "#lib/order/checkout/quote.ts";
import { checkoutAction } from "#lib/web/actions/checkout.ts";
import { CheckoutForm } from "./checkout-form.tsx";
import { ShortLines } from "./short-lines.tsx";

interface CheckoutDeskProps
  extends Pick<Parameters<typeof CheckoutForm>[0], "freshKey" | "accountEmail" | "remembered"> {
  cart: Cart;
  cartKey: string;
  printedAt: string;
  /** a code that came with the address of the page */
  offered: QuoteResult & { code: string };
}

/** The form and the receipt: both show the total that the shopper agrees to, with what a discount code takes off. */
export function CheckoutDesk({ cart, cartKey, printedAt, offered, ...form }: CheckoutDeskProps) {
  const [state, action] = useActionState(checkoutAction, null);
  const quote = state ? state.quote : offered.quote;
  const subtotal = parseMoney(cart.totalValue) ?? 0;
  const off = quote ? amountOff(quote, subtotal) : 0;
  const total = quote ? formatMoney(subtotal - off) : cart.totalValue;
  const discount = quote && { code: quote.code, amount: formatMoney(off), total };
  const isRefused = Boolean(state?.errors?.total) && cart.items.some(isShort);
  return (
    <div className="mt-8 grid items-start gap-x-16 gap-y-10 lg:grid-cols-[1fr_24rem]">
      <div>
        <ShortLines lines={cart.items} refused={isRefused ? state : null} />
        <CheckoutForm
          {...form}
          isTold={isRefused}
          state={state}
          action={action}
          total={total}
          off={discount?.amount ?? null}
          offered={offered}
        />
      </div>
      <CartReceipt cart={cart} pending={false} printedAt={printedAt} cartKey={cartKey} discount={discount} />
    </div>
  );
}
