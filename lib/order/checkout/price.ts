import type { Cart } from "#lib/cart/schema.ts";
import { readCart } from "#lib/cart/store.ts";
import { amountOff } from "#lib/discount/amount.ts";
import { checkDiscount } from "#lib/discount/hold.ts";
import type { DiscountRefusal } from "#lib/discount/schema.ts";
import { shopperId } from "#lib/discount/shopper-id.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";
import type { Owner } from "#lib/owner.ts";
import type { Redis } from "#lib/redis/client.ts";

/** What a cart comes to now, less what a code takes off. */
export interface PricedCart {
  cart: Cart;
  total: string;
  /** what is taken off; null without a code, or with one that can't be used */
  off: string | null;
  refusal: DiscountRefusal | null;
}

/** Two round trips and one for a code. An empty cart is not tried against the code. */
export async function priceCart(
  redis: Redis,
  owner: Owner,
  { email, discount: code }: { email: string; discount?: string | undefined },
): Promise<PricedCart> {
  const cart = await readCart(redis, owner);
  const full = { cart, total: cart.totalValue, off: null, refusal: null };
  // A subtotal that is no money is above what can be bought at all.
  const subtotal = parseMoney(cart.totalValue);
  if (!code || subtotal === null || cart.items.length === 0) return full;
  const check = await checkDiscount(redis, code, shopperId(owner.id, email), subtotal);
  if (!check.ok) return { ...full, refusal: check.refusal };
  const off = amountOff(check.value, subtotal);
  return { ...full, total: formatMoney(subtotal - off), off: formatMoney(off) };
}
