import { LRUCache } from "lru-cache";
import { parseMoney } from "#lib/money.ts";
import type { Redis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import { keys } from "#lib/redis/keys.ts";

/**
 * How many sessions and carts there are, and what the carts are worth. No index of them is kept: it would cost every page
 * view. Keys are looked at a thousand at a time, once a second, and counted when all of them were: at 1,000,000 keys
 * that takes a quarter of an hour, and about 0.5 ms of Redis a second.
 */

export interface Census {
  sessions: number;
  carts: number;
  /** minor units, at today's prices; of large stores an estimate */
  cartsValue: number;
  /** when all keys had been looked at, in milliseconds since 1970 */
  at: number;
}

const KEYS_A_STEP = 1000;
/** Carts of one step that are valued; others are taken for like these. */
const CARTS_A_STEP = 50;

/** Price of a SKU in minor units; 0 for one that is gone. */
const prices = new LRUCache<string, number>({ max: 5000, ttl: 60_000 });

async function priceOf(redis: Redis, id: string): Promise<number> {
  const known = prices.get(id);
  if (known !== undefined) return known;
  const price = parseMoney((await redis.hGet(keys.sku(id), "price")) ?? "") ?? 0;
  prices.set(id, price);
  return price;
}

async function worthOf(redis: Redis, cart: string): Promise<number> {
  const lines = Object.entries(await redis.hGetAll(cart));
  const values = await Promise.all(
    lines.map(async ([id, quantity]) => (await priceOf(redis, id)) * (Number(quantity) || 0)),
  );
  return values.reduce((sum, value) => sum + value, 0);
}

const isOf = (prefix: string) => (key: string) => key.startsWith(prefix);
const [isSession, isCart] = [isOf(keys.session("")), isOf(keys.cart(""))];

/** Counts step by step. */
export function makeCensus() {
  let [node, cursor] = [0, "0"];
  let counted = { sessions: 0, carts: 0, cartsValue: 0 };
  let complete: Census | null = null;

  return {
    /** the last time that all keys were looked at; null before the first */
    last: (): Census | null => complete,
    /** Looks at the next keys. Up to three round trips. @param now milliseconds since 1970 */
    async step(redis: Redis, now: number): Promise<void> {
      const primaries = await listPrimaries(redis);
      const primary = primaries[node];
      if (primary) {
        const page = await primary.scan(cursor, { COUNT: KEYS_A_STEP });
        const carts = page.keys.filter(isCart);
        const valued = carts.slice(0, CARTS_A_STEP);
        const worth = await Promise.all(valued.map((cart) => worthOf(redis, cart)));
        const value = worth.reduce((sum, each) => sum + each, 0);
        counted.sessions += page.keys.filter(isSession).length;
        counted.carts += carts.length;
        if (valued.length > 0) counted.cartsValue += Math.round((value * carts.length) / valued.length);
        cursor = page.cursor;
      }
      if (cursor === "0") node++;
      if (node < primaries.length) return;
      complete = { ...counted, at: now };
      counted = { sessions: 0, carts: 0, cartsValue: 0 };
      [node, cursor] = [0, "0"];
    },
  };
}
