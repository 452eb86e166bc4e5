import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { closeHoldScript } from "#lib/sku/scripts/close-hold.ts";
import { holdStockScript } from "#lib/sku/scripts/hold-stock.ts";
import { returnSaleScript } from "#lib/sku/scripts/return-sale.ts";

/**
 * The stock of one SKU, each step a script in its slot. Whatever happens, for every SKU and at every moment:
 * what there was at first + what was restocked = stock + held + sold.
 */
const places = (sku: string) => ({ sku: keys.sku(sku), holds: keys.skuHolds(sku), closed: keys.skuClosed(sku) });

/** `others` is the number of orders under way that hold some and may yet give it back. */
export type HoldResult = { kind: "held" } | { kind: "closed" } | { kind: "short"; stock: number; others: number };

/** Takes stock aside for an order. Idempotent. "closed" when the order was decided meanwhile. One round trip. */
export async function holdStock(redis: Redis, sku: string, order: string, quantity: number): Promise<HoldResult> {
  const [kind, stock, others] = await holdStockScript(redis, { ...places(sku), order, quantity });
  return kind === "short" ? { kind, stock: Math.max(0, stock), others } : { kind };
}

/** Ends an order's hold: what it held is `sold`, or back in `stock`. Idempotent. @returns the stock. One round trip. */
export async function closeHold(redis: Redis, sku: string, order: string, outcome: "sold" | "stock"): Promise<number> {
  return closeHoldScript(redis, { ...places(sku), order, outcome, now: Math.floor(Date.now() / 1000) });
}

/** Puts back what a cancelled order had bought; its hold must be closed. Idempotent. One round trip. */
export async function returnSale(redis: Redis, sku: string, order: string, quantity: number): Promise<void> {
  await returnSaleScript(redis, { sku: keys.sku(sku), returned: keys.skuReturned(sku), order, quantity });
}
