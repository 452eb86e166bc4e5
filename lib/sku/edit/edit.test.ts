import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formatMoney } from "#lib/money.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { flatten } from "#lib/redis/script.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { removeSkuScript } from "#lib/sku/scripts/remove-sku.ts";
import { writeSku } from "#lib/sku/scripts/write-sku.ts";
import { countCategories, getSku, listSkus } from "#lib/sku/store.ts";
import { type CommandProxy, type SteppedClient, startCommandProxy } from "#test/faults/tools/command-proxy.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { changeSku, createSku, editSku, removeSku, restockSku } from "./edit.ts";
import { sweepSkus } from "./sweeper.ts";

const { server } = setUpRedis(launchTestCluster);
let proxy: CommandProxy;
beforeAll(async () => {
  proxy = await startCommandProxy(server().url);
});
afterAll(async () => {
  await proxy?.close();
});

const lamp: Sku = {
  ...{ id: "LAMP", name: "Lamp", price: "10.00", stock: 3, category: "home" },
  ...{ brand: "", description: "", image: "/pictures/package.svg", purchaseLimit: null },
};
const CATEGORIES = ["home", "toys", "audio"];
const list = async (query: object) =>
  (await listSkus({ sort: "newest", limit: 100, ...query })).items.map(({ id }) => id);

/** Compares the index entries of the lamp with its hash. */
async function checkIndexes(): Promise<void> {
  const sku = await getSku("LAMP");
  const found = await withRedis(async (redis) => ({
    all: await redis.zScore(keys.skus, "LAMP"),
    price: await redis.zScore(keys.skusByPrice, "LAMP"),
    categories: await Promise.all(
      CATEGORIES.map(async (slug) => [
        await redis.zScore(keys.skusOfCategory(slug), "LAMP"),
        await redis.zScore(keys.skusOfCategoryByPrice(slug), "LAMP"),
      ]),
    ),
    pending: await redis.zCard(keys.skusPending),
  }));
  expect(found.pending).toBe(0);
  const cents = sku ? Math.round(Number(sku.price) * 100) : null;
  expect(found.price).toBe(cents);
  expect(found.all !== null).toBe(sku !== null);
  CATEGORIES.forEach((slug, i) => {
    const here = sku?.category === slug;
    expect(found.categories[i], slug).toEqual([here ? found.all : null, here ? cents : null]);
  });
}

test("G2: a SKU is created once, edited, restocked and removed, and the lists follow", async () => {
  expect(await createSku(lamp)).toEqual({ ok: true, sku: lamp });
  expect(await createSku({ ...lamp, name: "Other" })).toEqual({ ok: false, reason: "exists" });
  expect(await list({ category: "home" })).toEqual(["LAMP"]);
  expect(await editSku("LAMP", { category: "toys", price: "12.50" })).toMatchObject({
    ok: true,
    sku: { name: "Lamp" },
  });
  expect([await list({ category: "home" }), await list({ category: "toys" })]).toEqual([[], ["LAMP"]]);
  expect(await countCategories()).toEqual(new Map([["toys", 1]]));
  expect(await restockSku("LAMP", 4)).toMatchObject({ ok: true, sku: { stock: 7 } });
  expect(await restockSku("LAMP", -8)).toEqual({ ok: false, reason: "too-few" });
  await checkIndexes();
  expect(await removeSku("LAMP")).toBe(true);
  expect(await removeSku("LAMP")).toBe(false);
  expect(await editSku("LAMP", { stock: 1 })).toEqual({ ok: false, reason: "unknown" });
  expect(await restockSku("LAMP", 1)).toEqual({ ok: false, reason: "unknown" });
  await checkIndexes();
  expect(await countCategories()).toEqual(new Map());
});

test("every change is published", async () => {
  const messages: string[] = [];
  await withRedis(async (redis) => {
    const subscriber = redis.duplicate();
    await subscriber.connect();
    await subscriber.subscribe(keys.skusChanged, (message) => messages.push(message));
    await createSku(lamp);
    await restockSku("LAMP", 1);
    await removeSku("LAMP");
    while (messages.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    subscriber.destroy();
  });
  expect(messages).toEqual(["LAMP", "stock LAMP", "LAMP"]);
});

const change = fc.record({
  do: fc.constantFrom("create" as const, "edit" as const, "edit" as const, "remove" as const),
  category: fc.constantFrom(...CATEGORIES),
  cents: fc.integer({ min: 100, max: 999 }),
  crashAt: fc.option(fc.nat({ max: 30 })),
});

test("the indexes end up matching the hash, however editors of one SKU interleave and crash", async () => {
  const clients: SteppedClient[] = [];
  for (let i = 0; i < 3; i++) clients.push(await proxy.connect());
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 3, maxLength: 3 }),
      fc.array(fc.tuple(fc.nat({ max: 2 }), fc.integer({ min: 1, max: 12 })), { maxLength: 30 }),
      async (changes, turns) => {
        await withRedis((redis) => redis.flushAll());
        await createSku(lamp);
        const actors = changes.map((one, i) => {
          const client = clients[i];
          if (!client) throw new Error("no client");
          const [sku, formerCategories] = [keys.sku("LAMP"), keys.skuFormerCategories("LAMP")];
          const written = { sku, formerCategories, boughtBy: keys.skuBoughtBy("LAMP") };
          const actor = { done: false, steps: 0, client, crashAt: one.crashAt, work: Promise.resolve() };
          const changed = changeSku(client.redis, "LAMP", (stamp) => {
            if (one.do === "remove") return removeSkuScript(client.redis, { ...written, holds: keys.skuHolds("LAMP") });
            const { category } = one;
            const price = formatMoney(one.cents);
            const rest = flatten({ category, price, name: "Lamp", created_at: "5", edited: stamp });
            return writeSku(client.redis, { ...written, mode: one.do, category, rest });
          });
          actor.work = changed.then(
            () => {},
            () => {},
          );
          void actor.work.then(() => {
            actor.done = true;
          });
          return actor;
        });
        for (let turn = 0; actors.some((actor) => !actor.done); turn++) {
          const [index, times] = turns[turn] ?? [turn % 3, 1];
          const actor = actors[index];
          for (let i = 0; actor && !actor.done && i < times; i++) {
            await actor.client.untilHeld(actor.work);
            if (actor.done) break;
            if (actor.steps++ === actor.crashAt) {
              await actor.client.disconnect("after");
              await actor.work;
              clients[index] = await proxy.connect();
            } else await actor.client.step();
          }
        }
        await withRedis((redis) => sweepSkus(redis, -1000));
        await checkIndexes();
      },
    ),
    { numRuns: Number(process.env.MODEL_RUNS ?? 60) },
  );
  for (const client of clients) client.close();
});

test("a purchase limit is written, kept by other edits, and removed by null with what was counted towards it", async () => {
  await createSku({ ...lamp, purchaseLimit: 2 });
  const stored = () =>
    withRedis((redis) =>
      Promise.all([redis.hGet(keys.sku("LAMP"), "purchase_limit"), redis.exists(keys.skuBoughtBy("LAMP"))]),
    );
  await withRedis((redis) => redis.zAdd(keys.skuBoughtBy("LAMP"), { score: 0, value: "7 ORDER 2" }));
  expect(await editSku("LAMP", { name: "Torch" })).toMatchObject({ ok: true, sku: { purchaseLimit: 2 } });
  expect(await editSku("LAMP", { purchaseLimit: 3 })).toMatchObject({ ok: true, sku: { purchaseLimit: 3 } });
  expect(await stored()).toEqual(["3", 1]);
  expect(await editSku("LAMP", { purchaseLimit: null })).toMatchObject({ ok: true, sku: { purchaseLimit: null } });
  expect(await stored()).toEqual([null, 0]);
  await removeSku("LAMP");
});

test("removing a SKU forgets what was counted towards its limit", async () => {
  await createSku({ ...lamp, purchaseLimit: 2 });
  await withRedis((redis) => redis.zAdd(keys.skuBoughtBy("LAMP"), { score: 0, value: "7 ORDER 2" }));
  await removeSku("LAMP");
  expect(await withRedis((redis) => redis.exists(keys.skuBoughtBy("LAMP")))).toBe(0);
});
