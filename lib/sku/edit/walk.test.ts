import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { readSitemap } from "#lib/sku/sitemap.ts";
import { countCategories, getSku, listSkus } from "#lib/sku/store.ts";
import { captureLog } from "#test/capture-log.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { createSku, editSku } from "./edit.ts";
import { reconcileSkus } from "./reconcile.ts";
import { walkSkus } from "./walk.ts";

/** SKUs that others write, as the case study does: the hash alone. */

setUpRedis(launchTestCluster);

const write = (id: string, fields: Record<string, string>) => withRedis((redis) => redis.hSet(keys.sku(id), fields));
const walk = () => withRedis((redis) => walkSkus(redis));
const list = async (query: object = {}) =>
  (await listSkus({ sort: "newest", limit: 100, ...query })).items.map(({ id }) => id);
const indexKeys = () => withRedis((redis) => redis.keys("skus*"));

test("a SKU that is only a hash is listed by the next walk, the newest first, and in its category", async () => {
  await createSku({
    ...{ id: "OLD", name: "Old", price: "5.00", stock: 1, category: "toys", brand: "", description: "" },
    ...{ image: "/pictures/package.svg", purchaseLimit: null },
  });
  await write("sku123", { name: "AirPods", price: "199.99" });
  await write("lamp", { name: "Lamp", price: "4", category: "Home & Garden", stock: "3" });
  expect(await list()).toEqual(["OLD"]);
  expect(await walk()).toBe(2);
  expect((await list()).toSorted()).toEqual(["OLD", "lamp", "sku123"]);
  expect((await list())[2]).toBe("OLD");
  expect(await list({ sort: "price-asc" })).toEqual(["lamp", "OLD", "sku123"]);
  expect(await getSku("lamp")).toMatchObject({ price: "4.00", category: "home-and-garden", stock: 3 });
  expect(await list({ category: "home-and-garden" })).toEqual(["lamp"]);
  expect(await list({ category: "everything-else" })).toEqual(["sku123"]);
  expect(await countCategories()).toEqual(
    new Map([
      ["everything-else", 1],
      ["home-and-garden", 1],
      ["toys", 1],
    ]),
  );
  const paths = (await readSitemap(0)).map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["/categories/everything-else", "/products/sku123"]));
  // What was found once is not found again, and an edit keeps its place.
  expect(await walk()).toBe(0);
  await editSku("sku123", { price: "150.00", category: "audio" });
  expect((await list())[2]).toBe("OLD");
  expect(await list({ category: "everything-else" })).toEqual([]);
});

test("D11: a SKU that was deleted by hand disappears from the lists, and its category with it", async () => {
  await write("one", { name: "One", price: "1.00", category: "pets" });
  await write("two", { name: "Two", price: "2.00", category: "pets" });
  expect(await walk()).toBe(2);
  await withRedis((redis) => redis.del(keys.sku("one")));
  expect(await walk()).toBe(1);
  expect(await list()).toEqual(["two"]);
  expect(await countCategories()).toEqual(new Map([["pets", 1]]));
  await withRedis((redis) => redis.del(keys.sku("two")));
  expect(await walk()).toBe(1);
  expect(await countCategories()).toEqual(new Map());
  expect(await readSitemap(0)).toMatchObject([{ path: "/" }]);
  expect(await indexKeys()).toEqual([keys.skuCategories]);
});

test("more SKUs deleted by hand than are read at once all disappear", async () => {
  const ids = Array.from({ length: 1100 }, (_, i) => `gone-${i}`);
  await withRedis((redis) =>
    redis.zAdd(
      keys.skus,
      [...ids, "kept"].map((value, score) => ({ score, value })),
    ),
  );
  await write("kept", { name: "Kept", price: "1.00" });
  await withRedis((redis) => redis.zAdd(keys.skusByPrice, { score: 100, value: "kept" }));
  await walk();
  expect(await withRedis((redis) => redis.zRange(keys.skus, 0, -1))).toEqual(["kept"]);
});

test.each([
  ["without a name", { price: "1.00" }],
  ["with an empty name", { name: " ", price: "1.00" }],
  ["without a price", { name: "Thing" }],
  ["with a price that is none", { name: "Thing", price: "free" }],
  ["with a price in floating point", { name: "Thing", price: "1e3" }],
  ["with a stock that is no whole number", { name: "Thing", price: "1.00", stock: "0x10" }],
])("a SKU %s is absent, and logged once", async (_, fields) => {
  const lines = captureLog();
  const id = `bad-${Object.values(fields).join("-").replace(/\W/g, "_")}`;
  await write(id, fields);
  expect([await walk(), await walk()]).toEqual([0, 0]);
  expect(await getSku(id)).toBeNull();
  const about = lines.filter(({ key }) => key === keys.sku(id));
  expect(about).toMatchObject([{ event: "key-damaged", level: "warn" }]);
  // Once it is complete, it is found.
  await write(id, { name: "Thing", price: "1.00", stock: "2" });
  expect(await walk()).toBe(1);
  // And no longer, once it is damaged.
  await write(id, { price: "free" });
  expect(await walk()).toBe(1);
  expect(await withRedis((redis) => redis.zCard(keys.skus))).toBe(0);
});

test("a key of another type is absent wherever it is read, and logged once", async () => {
  const lines = captureLog();
  await withRedis((redis) => redis.set(keys.sku("text"), "x"));
  await withRedis((redis) => redis.zAdd(keys.skus, { score: 1, value: "text" }));
  await write("good", { name: "Good", price: "1.00" });
  expect(await list()).toEqual([]);
  // One is listed, the other no longer.
  expect(await walk()).toBe(2);
  expect([await getSku("text"), await list()]).toEqual([null, ["good"]]);
  expect(lines.filter(({ key }) => key === keys.sku("text"))).toMatchObject([{ event: "key-damaged" }]);
  expect(await withRedis((redis) => redis.get(keys.sku("text")))).toBe("x");
});

test("keys that are no SKUs of the store are left alone: the laboratory's, and names that no address can have", async () => {
  const lab = "lab-0123456789ab-7";
  for (const id of [lab, "with space", "a:b", ""]) await write(id, { name: "Thing", price: "1.00" });
  await withRedis((redis) => redis.hSet("sku", { name: "Thing", price: "1.00" }));
  expect(await walk()).toBe(0);
  expect(await list()).toEqual([]);
  expect(await withRedis((redis) => redis.hExists(keys.sku(lab), "created_at"))).toBe(0);
});

test("an announced SKU is listed at once, also with another price or category", async () => {
  await write("lamp", { name: "Lamp", price: "4.00", category: "toys" });
  const announce = () => withRedis((redis) => reconcileSkus(redis, ["lamp", "nothing"]));
  expect(await announce()).toBe(1);
  await write("lamp", { price: "6.00", category: "audio" });
  expect(await announce()).toBe(1);
  expect([await list({ category: "audio" }), await list({ category: "toys" })]).toEqual([["lamp"], []]);
  expect(await withRedis((redis) => redis.zScore(keys.skusByPrice, "lamp"))).toBe(600);
  expect(await announce()).toBe(0);
});
