import { addToCart } from "#lib/cart/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import type { Session } from "#lib/session/schema.ts";
import { createSession } from "#lib/session/store.ts";
import { type Buyer, SALE_PRICE, saleSku } from "./buyer.ts";

/** Shoppers prepared at once. */
const BATCH = 100;
/** The SKU expires after this time, in seconds, should the run fail to delete it. */
const SKU_SECONDS = 3600;

/**
 * Creates the SKU, and for each buyer a session and a cart with one unit of it.
 * @returns the sessions
 */
export async function prepareSale(run: string, units: number, buyers: readonly Buyer[]): Promise<Session[]> {
  const sku = saleSku(run);
  const hash = { name: "Laboratory article", price: SALE_PRICE, category: "laboratory", stock: String(units) };
  await withRedis((redis) => Promise.all([redis.hSet(keys.sku(sku), hash), redis.expire(keys.sku(sku), SKU_SECONDS)]));
  const prepare = async ({ sid, owner }: Buyer) => {
    const session = await createSession(null, "Laboratory", { sid });
    if (!(await addToCart(owner, sku, 1)).ok) throw new Error("The store refused to fill a cart");
    return session;
  };
  const sessions: Session[] = [];
  for (let first = 0; first < buyers.length; first += BATCH)
    sessions.push(...(await Promise.all(buyers.slice(first, first + BATCH).map(prepare))));
  return sessions;
}

/** Where the units of a sale are. */
export interface Stock {
  stock: number;
  held: number;
  sold: number;
}

/** Reads where the units are. One round trip. */
export async function readStock(run: string): Promise<Stock> {
  const sku = saleSku(run);
  return withRedis(async (redis) => {
    const [hash, holds] = await Promise.all([redis.hGetAll(keys.sku(sku)), redis.hVals(keys.skuHolds(sku))]);
    const held = holds.reduce((sum, quantity) => sum + Number(quantity), 0);
    return { stock: Number(hash.stock ?? Number.NaN), held, sold: Number(hash.sold ?? 0) };
  });
}
