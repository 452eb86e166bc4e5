import { afterAll, beforeAll, expect, test } from "vitest";
import { CurrentRequest, runRequest } from "#lib/process/current-request.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { startSearch, stopSearch } from "#lib/search/thread-client.ts";
import { createSku } from "#lib/sku/edit/edit.ts";
import { makeAccount } from "#test/account.ts";
import { setUpRedis, whileFrozen, withRequestTimeouts } from "#test/servers/redis.ts";
import { findForPalette } from "./find.ts";
import { paletteQuery } from "./schema.ts";

const redis = setUpRedis();
beforeAll(() => startSearch());
afterAll(() => stopSearch());

const ORDER = "0123456789ABCDEF";

/** An order as a checkout leaves it. */
const placeOrder = (owner: string, email: string) =>
  withRedis(async (client) => {
    const fields = { status: "placed", version: "1", owner, email, total: "12.50", placed_at: "100" };
    await client.hSet(keys.order(ORDER), fields);
    for (const index of [keys.orders, keys.ordersOf(owner), keys.ordersOfEmail(email)])
      await client.zAdd(index, { score: 100, value: ORDER });
  });

const makeTent = () =>
  createSku({
    ...{ id: "tent-1", name: "Blimpfish Tent", price: "49.00", stock: 3, category: "outdoors", brand: "Ona" },
    ...{ description: "", image: "/pictures/tent.svg", purchaseLimit: null },
  });

test("finds a SKU by name and by id, with the key that holds it", async () => {
  expect(await makeTent()).toMatchObject({ ok: true });
  const tent = { id: "tent-1", name: "Blimpfish Tent", price: "49.00", stock: 3 };
  const skusOf = async (q: string) => (await findForPalette(q)).skus;
  await expect.poll(() => skusOf("blimpfish"), { timeout: 60_000 }).toEqual([tent]);
  const found = await findForPalette("tent-1");
  expect(found.skus).toEqual([tent]);
  expect(found.keys).toContainEqual({ key: "sku:tent-1", type: "hash" });
  // Only one of the words is there.
  expect((await findForPalette("blimpfish zzqqyy")).skus).toEqual([]);
});

test("finds an order by its number, however it is written, and by whom it is of", async () => {
  await withRedis((client) => makeAccount(client, "7", "parker"));
  await placeOrder("7", "parker@example.com");
  const order = { id: ORDER, status: "placed", total: "12.50", email: "parker@example.com" };
  for (const q of [ORDER, "0123-4567-89ab-cdef", "parker", "parker@example.com"])
    expect((await findForPalette(q)).orders, q).toEqual([order]);
  expect((await findForPalette("0123456789ABCDE0")).orders).toEqual([]);
});

test("finds people by number, name, address and their beginnings, and nothing that is secret", async () => {
  await withRedis((client) => makeAccount(client, "7", "parker"));
  for (const q of ["#7", "PARKER", "par", "parker@", "parker@example.com"]) {
    const found = await findForPalette(q);
    expect(found.people, q).toEqual([
      { id: "7", username: "parker", email: "parker@example.com", role: "shopper", disabled: false },
    ]);
    expect(JSON.stringify(found)).not.toContain("password");
  }
});

test("finds keys by a part of their name, with characters of patterns taken for themselves", async () => {
  await withRedis((client) => client.set("odd*name", "1"));
  await withRedis((client) => client.set("oddXname", "1"));
  await withRedis((client) => client.rPush("odd list", "1"));
  expect((await findForPalette("d*n")).keys).toEqual([{ key: "odd*name", type: "string" }]);
  expect((await findForPalette("odd list")).keys).toEqual([{ key: "odd list", type: "list" }]);
  expect((await findForPalette("o")).keys).toEqual([]);
});

test("at most five of each, and it says when there may be more; a whole name is always found", async () => {
  await withRedis((client) => Promise.all(Array.from({ length: 30 }, (_, i) => client.set(`many:${i}`, "1"))));
  const many = await findForPalette("many");
  expect(many.keys).toHaveLength(5);
  expect(many.isPartial).toBe(true);
  const exact = await findForPalette("many:29");
  expect(exact).toMatchObject({ keys: [{ key: "many:29", type: "string" }], isPartial: false });
});

test("nothing and an empty text find nothing", async () => {
  const nothing = { skus: [], orders: [], people: [], keys: [], isPartial: false };
  expect(await findForPalette("")).toEqual({ q: "", ...nothing });
  expect(await findForPalette("zzqqyy")).toEqual({ q: "zzqqyy", ...nothing });
  expect(paletteQuery.safeParse({ q: "x".repeat(201) }).success).toBe(false);
  expect(paletteQuery.parse({ q: "  a b " })).toEqual({ q: "a b" });
});

test("it takes few round trips, as everything is looked for at once", async () => {
  await withRedis((client) => makeAccount(client, "7", "parker"));
  await placeOrder("7", "parker@example.com");
  for (const q of ["parker", ORDER, "sku:tent-1", "nothing of this name"]) {
    const current = new CurrentRequest("a request");
    const { isPartial } = await runRequest(current, () => findForPalette(q));
    expect([isPartial, current.roundTrips <= 8], `${q}: ${current.roundTrips}`).toEqual([false, true]);
  }
});

test("it fails in time while Redis is away", async () => {
  await withRequestTimeouts(() =>
    whileFrozen(redis.server(), async () => {
      await expect(findForPalette("anything")).rejects.toThrow(RedisUnavailableError);
    }),
  );
});
