import { execFile } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { createSku, editSku, removeSku, restockSku } from "#lib/sku/edit/edit.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { seedGenerated, seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { listSkus } from "#lib/sku/store.ts";
import { setUpRedis, whileFrozen, withRequestTimeouts } from "#test/servers/redis.ts";
import { searchQuery } from "./schema.ts";
import { searchSkus, searchWithFacets } from "./search.ts";
import { suggest } from "./suggest.ts";
import { readIndexState, startSearch, stopSearch } from "./thread-client.ts";

const redis = setUpRedis();

const tent: Sku = {
  id: "tent-1",
  name: "Blimpfish Tent",
  price: "49.00",
  stock: 3,
  category: "outdoors",
  brand: "Ona",
  description: "",
  image: "/pictures/tent.svg",
  purchaseLimit: null,
};

async function find(query: Record<string, unknown>): Promise<string[]> {
  return (await searchSkus(searchQuery.parse(query))).items.map((sku) => sku.id);
}

/** What a search will eventually find; how soon is measured in docs/search.md. */
const eventually = (query: Record<string, unknown>) =>
  expect.poll(() => find(query), { timeout: 120_000, interval: 20 });

/** Runs code in a separate process, like another server. */
async function runInOtherProcess(code: string): Promise<void> {
  await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code]);
}

beforeAll(() => startSearch());
beforeEach(async () => {
  await seedIfEmpty();
  await withRedis((client) => client.publish(keys.skusChanged, "*"));
  const isComplete = async () => {
    const { size, builtMs } = await readIndexState();
    return builtMs !== null && size === 96;
  };
  await expect.poll(isComplete, { timeout: 120_000 }).toBe(true);
});
afterAll(() => stopSearch());

test("finds SKUs, also misspelt ones, with the total and facets", async () => {
  const page = await searchSkus(searchQuery.parse({ q: "aripods" }));
  expect(page).toMatchObject({ total: 1, match: "near", near: ["airpods"], nextCursor: null });
  expect(page.items[0]).toMatchObject({ id: "sku123", name: "AirPods", price: "199.99" });
  expect(page.facets).toMatchObject({
    categories: [{ value: "audio", count: 1 }],
    prices: { min: "199.99", max: "199.99" },
  });
});

test("follows changes by this process: a new SKU, its new name, its stock, its removal", async () => {
  await createSku(tent);
  await eventually({ q: "blimpfish" }).toEqual(["tent-1"]);
  await editSku("tent-1", { name: "Wobblecone Tent", stock: 0 });
  await eventually({ q: "wobblecone" }).toEqual(["tent-1"]);
  expect(await find({ q: "blimpfish" })).toEqual([]);
  expect(await find({ q: "wobblecone", inStock: "1" })).toEqual([]);
  await restockSku("tent-1", 4);
  await eventually({ q: "wobblecone", inStock: "1" }).toEqual(["tent-1"]);
  await removeSku("tent-1");
  await eventually({ q: "wobblecone" }).toEqual([]);
});

test("follows changes by another process", async () => {
  const edit = new URL("../sku/edit/edit.ts", import.meta.url).href;
  const client = new URL("../redis/client.ts", import.meta.url).href;
  await runInOtherProcess(`
    const { createSku } = await import(${JSON.stringify(edit)});
    await createSku(${JSON.stringify(tent)});
    await (await import(${JSON.stringify(client)})).closeRedis();
  `);
  await eventually({ q: "blimpfsh" }).toEqual(["tent-1"]);
});

test("finds SKUs that are seeded while it runs", async () => {
  await seedGenerated(1500);
  await expect.poll(async () => (await readIndexState()).size, { timeout: 120_000 }).toBe(1596);
  expect((await searchSkus(searchQuery.parse({ q: "earbuds everleigh" }))).items[0]?.id).toBe("gen-000001");
});

test("catches up with changes published while its connection was down", async () => {
  await withRedis(async (client) => {
    // Written without a message, as if it had been lost, and one SKU removed.
    await client.hSet(keys.sku("sku123"), { name: "Quibblephones" });
    await client.zRem(keys.skus, "laptop-123");
    await client.del(keys.sku("laptop-123"));
    await client.sendCommand(["CLIENT", "KILL", "TYPE", "pubsub"]);
  });
  await eventually({ q: "quibblephones" }).toEqual(["sku123"]);
  await eventually({ q: "gaming laptop", category: "computers", sort: "newest" }).not.toContain("laptop-123");
});

test("D11: the total does not count a SKU that was deleted by hand", async () => {
  await createSku(tent);
  await eventually({ q: "blimpfish" }).toEqual(["tent-1"]);
  await withRedis((client) => client.del(keys.sku("tent-1")));
  const total = async () => (await searchSkus(searchQuery.parse({ q: "blimpfish" }))).total;
  await expect.poll(total, { timeout: 60_000 }).toBe(0);
});

test("recovers when its thread dies, and when Redis was emptied", async () => {
  await startSearch().kill();
  await withRedis((client) => client.flushAll());
  await createSku(tent);
  // A question to the thread that died is never answered.
  await withRequestTimeouts(() =>
    expect.poll(() => find({ q: "tent" }).catch(() => []), { timeout: 120_000 }).toEqual(["tent-1"]),
  );
  await eventually({ q: "tent" }).toEqual(["tent-1"]);
  expect((await readIndexState()).size).toBe(1);
});

test("sorts by the views in Redis", async () => {
  await withRedis((client) => client.zAdd(keys.viewed, [{ score: 9, value: "mouse-456" }]));
  expect((await find({ sort: "viewed", limit: "1" }))[0]).toBe("mouse-456");
});

test("fails while Redis does not answer, and works again afterwards", async () => {
  await withRequestTimeouts(() =>
    whileFrozen(redis.server(), () => expect(find({ q: "airpods" })).rejects.toBeInstanceOf(RedisUnavailableError)),
  );
  await eventually({ q: "airpods" }).toEqual(["sku123"]);
});

test("suggests SKUs and categories, with names as plain text", async () => {
  await createSku({ ...tent, name: "<img src=x onerror=alert(1)> Tent" });
  await eventually({ q: "onerror" }).toEqual(["tent-1"]);
  const found = await suggest("img");
  expect(found.items[0]?.pieces).toEqual([
    { text: "<", hit: false },
    { text: "img", hit: true },
    { text: " src=x onerror=alert(1)> Tent", hit: false },
  ]);
  expect((await suggest("kitch")).categories[0]).toEqual({ slug: "kitchen", title: "Kitchen", count: 12, named: true });
  expect(await suggest(" ")).toEqual({ q: " ", total: 0, items: [], categories: [] });
});

test("counts a plain list, and pages it like listSkus", async () => {
  const page = await searchWithFacets(searchQuery.parse({ category: "audio", limit: "5" }));
  const list = await listSkus({ category: "audio", sort: "newest", limit: 5 });
  expect(page).toMatchObject({ ...list, total: 12 });
  expect(page.facets?.categories).toContainEqual({ value: "audio", count: 12 });
});

test("does not keep a process alive", async () => {
  const url = new URL("./thread-client.ts", import.meta.url).href;
  const child = execFile(process.execPath, ["--input-type=module", "-e", `(await import("${url}")).startSearch()`]);
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
});
