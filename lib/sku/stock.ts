import { z } from "zod";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { defineScript } from "#lib/redis/script.ts";

/**
 * The stock of one SKU, each step a script in its slot. Whatever happens, for every SKU and at every moment:
 * what there was at first + what was restocked = stock + held + sold.
 */
const holdScript = defineScript("hold-stock");
const closeScript = defineScript("close-hold");
const returnScript = defineScript("return-sale");

const holdReply = z.union([
  z.tuple([z.literal("held")]),
  z.tuple([z.literal("closed")]),
  z.tuple([z.literal("short"), z.number(), z.number()]),
]);

/** `others` is the number of orders under way that hold some and may yet give it back. */
export type HoldResult = { kind: "held" } | { kind: "closed" } | { kind: "short"; stock: number; others: number };

/** Takes stock aside for an order. Idempotent. "closed" when the order was decided meanwhile. One round trip. */
export async function holdStock(redis: Redis, sku: string, order: string, quantity: number): Promise<HoldResult> {
  const places = [keys.sku(sku), keys.skuHolds(sku), keys.skuClosed(sku)];
  const [kind, stock, others] = holdReply.parse(await holdScript.run(redis, places, [order, quantity]));
  return kind === "short" ? { kind, stock: Math.max(0, stock), others } : { kind };
}

/** Ends an order's hold: what it held is `sold`, or back in `stock`. Idempotent. @returns the stock. One round trip. */
export async function closeHold(redis: Redis, sku: string, order: string, outcome: "sold" | "stock"): Promise<number> {
  const places = [keys.sku(sku), keys.skuHolds(sku), keys.skuClosed(sku)];
  const stock = await closeScript.run(redis, places, [order, outcome, Math.floor(Date.now() / 1000)]);
  return z.number().parse(stock);
}

/** Puts back what a cancelled order had bought; its hold must be closed. Idempotent. One round trip. */
export async function returnSale(redis: Redis, sku: string, order: string, quantity: number): Promise<void> {
  await returnScript.run(redis, [keys.sku(sku), keys.skuReturned(sku)], [order, quantity]);
}
