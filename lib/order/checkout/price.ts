import type { Cart } from "#lib/cart/schema.ts";
import { readCart } from "#lib/cart/store.ts";
import { amountOff } from "#lib/discount/amount.ts";
import { checkDiscount } from "#lib/discount/hold.ts";
import type { DiscountRefusal } from "#lib/discount/schema.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";
import type { Owner } from "#lib/owner.ts";
import type { Redis } from "#lib/redis/client.ts";

/** A cart at current prices, with its discount. */
export interface PricedCart {
  cart: Cart;
  /** after the discount */
  total: string;
  /** null without a code, or with one that can't be used */
  discountAmount: string | null;
  /** why the code can't be used */
  refusal: DiscountRefusal | null;
}

/**
 * Prices a cart. Two round trips, and one for a code. The code is not checked for an empty cart.
 * @param shopper see identifyShopper
 */
export async function priceCart(
  redis: Redis,
  owner: Owner,
  { shopper, discount: code }: { shopper: string; discount?: string | undefined },
): Promise<PricedCart> {
  const cart = await readCart(redis, owner);
  const full = { cart, total: cart.totalValue, discountAmount: null, refusal: null };
  // parseMoney returns null only when the subtotal exceeds the maximum.
  const subtotal = parseMoney(cart.totalValue);
  if (!code || subtotal === null || cart.items.length === 0) return full;
  const check = await checkDiscount(redis, code, shopper, subtotal);
  if (!check.ok) return { ...full, refusal: check.refusal };
  const discount = amountOff(check.value, subtotal);
  return { ...full, total: formatMoney(subtotal - discount), discountAmount: formatMoney(discount) };
}
