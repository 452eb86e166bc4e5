import fc from "fast-check";
import { expect } from "vitest";
import { GUEST_DATA_SECONDS, type Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/** Owners, SKUs and changes that the models of carts and wishlists share. */

const USERS = ["1", "2"];
const GUESTS = ["gA", "gB", "gC"];
/** The guest session that recovers the data of an expired one. */
const RECOVERED = "gS";
export const OWNERS = [...USERS, ...GUESTS, RECOVERED];
export const SKUS = ["sku123", "7", "10", "a.b-c"];
/** SKUs that fill the cart or wishlist of user 1 up to its limit. */
export const FILLERS = Array.from({ length: 100 }, (_, i) => `filler-${i}`);

export const owner = (id: string): Owner => ({ id, guest: id.startsWith("g") });
export const one = <T>(values: readonly T[]) => fc.constantFrom(...values);

/** The runs of a property. A very busy machine makes fewer of them instead of failing. */
export const RUNS = { numRuns: Number(process.env.MODEL_RUNS ?? 75), interruptAfterTimeLimit: 60_000 };

/** A guest signs in, or their data is recovered into another session. */
export const merges = fc.record({
  kind: fc.constant("merge" as const),
  guest: one(GUESTS),
  owner: one([...USERS, RECOVERED]),
});

/** A SKU is deleted or created. */
export const skuChanges = fc.record({ kind: one(["delete", "create"] as const), sku: one(SKUS) });

export async function changeSku({ kind, sku }: { kind: "delete" | "create"; sku: string }): Promise<void> {
  await withRedis(async (redis) => {
    if (kind === "delete") await redis.del(keys.sku(sku));
    else await redis.hSet(keys.sku(sku), { name: sku, price: "1.00" });
  });
}

/** Empties Redis and creates every SKU. */
export async function seedSkus(redis: Redis): Promise<void> {
  await redis.flushDb();
  await Promise.all([...SKUS, ...FILLERS].map((id) => redis.hSet(keys.sku(id), { name: id, price: "1.00" })));
}

/** A user's data does not expire; a guest's expires within a day, and the set of merged guests later than that. */
export async function expectExpiry(what: "cart" | "wishlist"): Promise<void> {
  await withRedis(async (redis) => {
    for (const key of await redis.keys(`*${what}:*`)) {
      const ttl = await redis.ttl(key);
      if (/^\w+:\d+$/.test(key)) expect(ttl, key).toBe(-1);
      else if (key.endsWith(":merged")) expect(ttl, key).toBeGreaterThan(GUEST_DATA_SECONDS);
      else expect(ttl > 0 && ttl <= GUEST_DATA_SECONDS, `${key} expires in ${ttl} s`).toBe(true);
    }
  });
}
