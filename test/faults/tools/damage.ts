import fc from "fast-check";
import { z } from "zod";
import { ensureAdmin } from "#lib/account/initial-admin.ts";
import { createDiscount } from "#lib/discount/store.ts";
import { runBody } from "#lib/lab/runs/schema.ts";
import { createRun } from "#lib/lab/runs/store.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { setSynonyms } from "#lib/search/synonyms/store.ts";
import { seedIfEmpty } from "#lib/sku/seed/seed.ts";
import type { ApiClient } from "#test/servers/api.ts";

/** A store with something under every kind of key, and ways to damage one of them. */

export const PASSWORD = "correct horse battery";
export const SKU = "sku123";
export const ACCOUNT = { username: "alice", email: "alice@example.com", password: PASSWORD };
const placed = z.looseObject({ order: z.looseObject({ id: z.string() }) });

export interface Shop {
  shopper: ApiClient;
  guest: ApiClient;
  admin: ApiClient;
  order: string;
  run: string;
}

/** Fills a store. */
export async function fillShop(makeClient: () => ApiClient): Promise<Shop> {
  await seedIfEmpty();
  await ensureAdmin("admin", PASSWORD);
  const [shopper, guest, admin] = [makeClient(), makeClient(), makeClient()];
  await admin.call("POST", "/api/auth/login", { username: "admin", password: PASSWORD });
  await shopper.call("POST", "/api/auth/register", ACCOUNT);
  const address = { name: "A", address: "1 St", city: "C", postcode: "1", country: "X", total: "199.99" };
  await shopper.call("POST", "/api/cart/items", { sku: SKU, quantity: 1 });
  const bought = await shopper.call("POST", "/api/checkout", address, { "idempotency-key": "a" });
  for (const visitor of [shopper, guest]) {
    await visitor.call("POST", "/api/visits", { page: `/products/${SKU}`, sku: SKU });
    await visitor.call("POST", "/api/cart/items", { sku: SKU, quantity: 2 });
    await visitor.call("PUT", "/api/wishlist/mouse-456");
  }
  await guest.call("POST", "/api/auth/login", { ...ACCOUNT, password: "wrong" });
  await createDiscount({
    code: "TEN",
    kind: "percent",
    value: "10",
  });
  await setSynonyms("sofa", ["couch"]);
  const run = await createRun(runBody.parse({ kind: "browse" }));
  return { shopper, guest, admin, order: placed.parse(bought.body).order.id, run: run.ok ? run.run.id : "" };
}

/** What is written in place of a key, or into it. */
const DAMAGES: Record<string, (redis: Redis, key: string) => Promise<unknown>> = {
  string: (redis, key) => redis.set(key, "x"),
  list: (redis, key) => redis.rPush(key, ["x", "y"]),
  hash: (redis, key) => redis.hSet(key, { x: "y", status: "placed", lines: "[[" }),
  set: (redis, key) => redis.sAdd(key, "x"),
  "sorted set": (redis, key) => redis.zAdd(key, [{ score: Number.POSITIVE_INFINITY, value: "x y z" }]),
  stream: (redis, key) => redis.xAdd(key, "*", { x: "y" }),
};
/** Values that a field may have been given by hand. */
const GARBAGE = ["", "x", "[[", "-1", "1e999", "null", "NaN", "\u0000\uffff", "9".repeat(40)];

export interface Damage {
  /** of the key in the list of the store's keys */
  index: number;
  kind: string;
  /** for a hash that stays one: which field gets which garbage */
  field: number;
  garbage: string;
}

/** Damages a key. @returns a function that repairs it */
export async function damage(
  redis: Redis,
  key: string,
  { kind, field, garbage }: Damage,
): Promise<() => Promise<void>> {
  const type = await redis.type(key);
  const fields = type === "hash" ? await redis.hKeys(key) : [];
  await redis.copy(key, "kept aside by the test", { REPLACE: true });
  const name = fields[field % Math.max(1, fields.length)];
  if (kind === "field" && name !== undefined) await redis.hSet(key, name, garbage);
  else {
    await redis.del(key);
    await DAMAGES[kind === "field" ? "string" : kind]?.(redis, key);
  }
  return async () => {
    await redis.del([key, `{${key}}:damaged`, `${key}:damaged`]);
    await redis.copy("kept aside by the test", key);
  };
}

const kinds = fc.constantFrom("field", "field", ...Object.keys(DAMAGES));
/** Any damage to any of the keys. */
export const damages = fc.record({
  index: fc.nat(),
  kind: kinds,
  field: fc.nat(20),
  garbage: fc.constantFrom(...GARBAGE),
});

/** Some keys of each kind, so that sixty SKUs are not chosen most of the time. */
export async function chooseKeys(): Promise<string[]> {
  const all = (await withRedis((redis) => redis.keys("*"))).sort();
  const family = (key: string) => key.replace(/[\w.@~-]{6,}(?=$|\})|(?<=[:{])(\d+|g[\w-]{16})/g, "*");
  return [...Map.groupBy(all, family).values()].flatMap((found) => found.slice(0, 2));
}
