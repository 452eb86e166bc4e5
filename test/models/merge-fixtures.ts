import fc from "fast-check";
import { expect } from "vitest";
import { GUEST_DATA_SECONDS, type Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/** Who and what the models of carts and wishlists play with. */

const USERS = ["1", "2"];
const GUESTS = ["gA", "gB", "gC"];
/** A guest who follows another whose session ran out. */
const SUCCESSOR = "gS";
export const OWNERS = [...USERS, ...GUESTS, SUCCESSOR];
export const SKUS = ["sku123", "7", "10", "a.b-c"];
/** They fill what user 1 has to its limit. */
export const FILLERS = Array.from({ length: 100 }, (_, i) => `filler-${i}`);

export const owner = (id: string): Owner => ({ id, guest: id.startsWith("g") });
export const one = <T>(values: readonly T[]) => fc.constantFrom(...values);

/** A guest signs in, or is followed by another session. */
export const merges = fc.record({
  kind: fc.constant("merge" as const),
  guest: one(GUESTS),
  owner: one([...USERS, SUCCESSOR]),
});

/** A SKU leaves the catalogue or comes into it. */
export const skuChanges = fc.record({ kind: one(["delete", "create"] as const), sku: one(SKUS) });

export async function changeSku({ kind, sku }: { kind: "delete" | "create"; sku: string }): Promise<void> {
  await withRedis(async (redis) => {
    if (kind === "delete") await redis.del(keys.sku(sku));
    else await redis.hSet(keys.sku(sku), { name: sku, price: "1.00" });
  });
}

/** Empties Redis and puts every SKU on the shelf. */
export async function stockShelves(redis: Redis): Promise<void> {
  await redis.flushDb();
  await Promise.all([...SKUS, ...FILLERS].map((id) => redis.hSet(keys.sku(id), { name: id, price: "1.00" })));
}

/** What belongs to users has no end; what belongs to guests lives a day at most, and the memory of merges longer. */
export async function expectLifetimes(what: "cart" | "wishlist"): Promise<void> {
  await withRedis(async (redis) => {
    for (const key of await redis.keys(`*${what}:*`)) {
      const ttl = await redis.ttl(key);
      if (/^\w+:\d+$/.test(key)) expect(ttl, key).toBe(-1);
      else if (key.endsWith(":merged")) expect(ttl, key).toBeGreaterThan(GUEST_DATA_SECONDS);
      else expect(ttl > 0 && ttl <= GUEST_DATA_SECONDS, `${key} lives ${ttl} s`).toBe(true);
    }
  });
}
