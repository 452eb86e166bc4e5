import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { closeHoldScript } from "#lib/sku/scripts/close-hold.ts";
import { holdStockScript } from "#lib/sku/scripts/hold-stock.ts";
import { returnSaleScript } from "#lib/sku/scripts/return-sale.ts";

/**
 * The stock of one SKU. Each step is one script in the SKU's slot. For every SKU, at every moment:
 * initial stock + restocked = stock + held + sold.
 */
const stockKeys = (sku: string) => ({ sku: keys.sku(sku), holds: keys.skuHolds(sku), closed: keys.skuClosed(sku) });

/** `others` is the number of pending orders that hold some of the stock and may still release it. */
export type HoldResult = { kind: "held" } | { kind: "closed" } | { kind: "short"; stock: number; others: number };

/** Holds stock for an order. Idempotent. "closed" when the order has been decided in the meantime. One round trip. */
export async function holdStock(redis: Redis, sku: string, order: string, quantity: number): Promise<HoldResult> {
  const [kind, stock, others] = await holdStockScript(redis, { ...stockKeys(sku), order, quantity });
  return kind === "short" ? { kind, stock: Math.max(0, stock), others } : { kind };
}

/** Closes an order's hold: adds it to `sold`, or back to `stock`. Idempotent. @returns the stock. One round trip. */
export async function closeHold(redis: Redis, sku: string, order: string, outcome: "sold" | "stock"): Promise<number> {
  return closeHoldScript(redis, { ...stockKeys(sku), order, outcome, now: Math.floor(Date.now() / 1000) });
}

/** Returns the quantity of a cancelled order to stock. Its hold must be closed. Idempotent. One round trip. */
export async function returnSale(redis: Redis, sku: string, order: string, quantity: number): Promise<void> {
  await returnSaleScript(redis, { sku: keys.sku(sku), returned: keys.skuReturned(sku), order, quantity });
}
