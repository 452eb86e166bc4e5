import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { closeHoldScript } from "#lib/sku/scripts/close-hold.ts";
import { holdStockScript } from "#lib/sku/scripts/hold-stock.ts";
import { returnSaleScript } from "#lib/sku/scripts/return-sale.ts";

/**
 * The stock of one SKU. Each step is one script in the SKU's slot. For every SKU, at every moment:
 * initial stock + restocked = stock + held + sold. While a SKU has a purchase limit, what an order holds counts towards
 * that of its shopper until the hold is released or the sale returned.
 */
const stockKeys = (sku: string) => ({
  sku: keys.sku(sku),
  holds: keys.skuHolds(sku),
  closed: keys.skuClosed(sku),
  boughtBy: keys.skuBoughtBy(sku),
});

/** What an order takes of one SKU. */
export interface StockUse {
  sku: string;
  order: string;
  /** by whom the units are counted: ids separated by spaces, no e-mail addresses */
  shopper: string;
  quantity: number;
  /** when the order began, in seconds */
  began: number;
}

/**
 * "short": `available` is what the shopper can have, `others` the number of pending orders that hold some of the stock
 * and may still release it, and `limit` the purchase limit when it is what the shopper exceeds, else null.
 */
export type HoldResult =
  | { kind: "held" }
  | { kind: "closed" }
  | { kind: "short"; available: number; others: number; limit: number | null };

/**
 * Holds stock for an order, within the purchase limit. Idempotent. "closed" when the order has been decided in the
 * meantime. One round trip.
 */
export async function holdStock(redis: Redis, use: StockUse): Promise<HoldResult> {
  const { sku, order, shopper, quantity } = use;
  const [kind, available, others, limit] = await holdStockScript(redis, {
    ...stockKeys(sku),
    order,
    shopper,
    quantity,
  });
  return kind === "short" ? { kind, available: Math.max(0, available), others, limit: limit || null } : { kind };
}

/** What {@link holdStock} would answer for a new order now. Holds nothing. One round trip. */
export async function checkStock(redis: Redis, use: StockUse): Promise<HoldResult> {
  return holdStock(redis, { ...use, order: "" });
}

/**
 * Closes an order's hold: adds it to `sold`, or back to `stock`. Idempotent. One round trip. The hold of an order of this
 * hour may have been lost with the server that had it: then what is sold is taken from stock now.
 * @returns the stock; whether there was a hold; `taken` and `lacking`: units of a lost hold that were taken, and that
 *   others have bought meanwhile
 */
export async function closeHold(
  redis: Redis,
  use: StockUse,
  outcome: "sold" | "stock",
): Promise<{ stock: number; wasHeld: boolean; taken: number; lacking: number }> {
  const { sku, ...rest } = use;
  const [stock, held, taken, lacking] = await closeHoldScript(redis, { ...stockKeys(sku), ...rest, outcome });
  return { stock, wasHeld: held === 1, taken, lacking };
}

/**
 * Returns the quantity of a cancelled order to stock, once its hold is closed; nothing before. Idempotent. One round trip.
 * @param placedAt when the order was placed, in seconds: a SKU of this id that was created later did not sell it
 */
export async function returnSale(
  redis: Redis,
  { sku, order, shopper, quantity }: StockUse,
  placedAt: number,
): Promise<void> {
  const { holds: _, ...stored } = stockKeys(sku);
  const sale = { order, shopper, quantity, placedAt };
  await returnSaleScript(redis, { ...stored, returned: keys.skuReturned(sku), ...sale });
}
