import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { ensureAdmin } from "#lib/account/initial-admin.ts";
import { createDiscount } from "#lib/discount/store.ts";
import { loadApiRoutes } from "#lib/front/api-routes.ts";
import { runBody } from "#lib/lab/runs/schema.ts";
import { createRun } from "#lib/lab/runs/store.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { setSynonyms } from "#lib/search/synonyms/store.ts";
import { startSearch, stopSearch } from "#lib/search/thread-client.ts";
import { seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { captureLog } from "#test/capture-log.ts";
import { type ApiClient, setUpApi } from "#test/servers/api.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { recordFault, repetitions } from "./result.ts";
import { startTally, type Tally } from "./tally.ts";

/** Somebody else writes into the store's Redis: one key is damaged, and everything else goes on. */

setUpRedis();
const makeClient = setUpApi();
beforeAll(() => void startSearch());
afterAll(async () => {
  await stopSearch();
  await closePasswordPool();
});

const PASSWORD = "correct horse battery";
const SKU = "sku123";
const ACCOUNT = { username: "alice", email: "alice@example.com", password: PASSWORD };
const placed = z.looseObject({ order: z.looseObject({ id: z.string() }) });

interface Shop {
  shopper: ApiClient;
  guest: ApiClient;
  admin: ApiClient;
  order: string;
  run: string;
}

/** A store with something under every kind of key. */
async function fillShop(): Promise<Shop> {
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

interface Damage {
  /** of the key in the list of the store's keys */
  index: number;
  kind: string;
  /** for a hash that stays one: which field gets which garbage */
  field: number;
  garbage: string;
}

/** Damages a key. @returns a function that repairs it */
async function damage(redis: Redis, key: string, { kind, field, garbage }: Damage): Promise<() => Promise<void>> {
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

/** What every visitor asks for. @returns what failed */
async function walk({ shopper, guest, admin, order, run }: Shop, name: string, tally: Tally): Promise<string[]> {
  const examples: Record<string, string> = { "/api/skus/": SKU, "/api/orders/": order, "/api/admin/runs/": run };
  const paths = (await loadApiRoutes(process.cwd())).flatMap(({ pattern, handlers }) => {
    const path = typeof pattern === "string" ? pattern : pattern.source.slice(1, -1).replaceAll("\\", "");
    const filled = path.replace(/(.*?\/)\(\[\^\/\]\+\)/, (_, before: string) => `${before}${examples[before] ?? SKU}`);
    // Streams do not end.
    return handlers.has("GET") && !/\/(stream|events)$/.test(filled) ? [filled] : [];
  });
  const failed: string[] = [];
  const ask = async (who: string, client: ApiClient, method: string, path: string, body?: object) => {
    const { status, body: said } = await tally.watch(client).call(method, path, body);
    if (status >= 500) failed.push(`${who} ${method} ${path} ${status} ${JSON.stringify(said)}`);
  };
  const stranger = makeClient();
  const visitors = { shopper, guest, admin, stranger };
  for (const [who, client] of Object.entries(visitors)) {
    for (const path of [...paths, "/api/skus?q=airpods", "/api/skus?sort=viewed", "/api/skus?category=audio"])
      await ask(who, client, "GET", path.replace(/suggestions$/, "suggestions?q=air"));
    await ask(who, client, "POST", "/api/visits", { page: "/", sku: SKU });
    await ask(who, client, "POST", "/api/cart/items", { sku: SKU, quantity: 1 });
    await ask(who, client, "PATCH", `/api/cart/items/${SKU}`, { quantity: 2 });
    await ask(who, client, "PUT", "/api/wishlist/mouse-456");
  }
  // Somebody with a cart, a wishlist and a list of views signs in.
  await ask("stranger", stranger, "POST", "/api/auth/login", ACCOUNT);
  await ask("stranger", stranger, "POST", "/api/auth/logout");
  const account = { username: `new-${name}`, email: `${name}@example.com`, password: PASSWORD };
  await ask("newcomer", makeClient(), "POST", "/api/auth/register", account);
  return failed;
}

test("G8: one key is damaged in any way: nothing fails, and it is logged once with its name", async (context) => {
  const shop = await fillShop();
  const log = captureLog();
  const kinds = fc.constantFrom("field", "field", ...Object.keys(DAMAGES));
  const damages = fc.record({ index: fc.nat(), kind: kinds, field: fc.nat(20), garbage: fc.constantFrom(...GARBAGE) });
  const all = (await withRedis((redis) => redis.keys("*"))).sort();
  // One of each kind of key, so that sixty SKUs are not chosen most of the time.
  const family = (key: string) => key.replace(/[\w.@~-]{6,}(?=$|\})|(?<=[:{])(\d+|g[\w-]{16})/g, "*");
  const chosen = [...Map.groupBy(all, family).values()].flatMap((found) => found.slice(0, 2));
  let walks = 0;
  const tally = startTally();
  const check = async (one: Damage) => {
    const key = chosen[one.index % chosen.length] ?? "";
    const repair = await withRedis((redis) => damage(redis, key, one));
    expect([key, one, await walk(shop, `${process.pid}-${walks++}`, tally)]).toEqual([key, one, []]);
    await repair();
  };
  await fc.assert(fc.asyncProperty(damages, check), { numRuns: repetitions(8, 30) });
  const named = log.filter(({ event }) => event === "key-damaged").map(({ key }) => key);
  expect(new Set(named).size).toBe(named.length);
  expect((await walk(shop, "at-the-end", tally)).join()).toBe("");
  const { replies = {}, slowestMs = 0 } = tally.row();
  recordFault(context, { fault: "one key damaged, all routes asked", times: walks, replies, slowestMs });
});
