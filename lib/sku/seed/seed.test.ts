import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { listSkusQuery } from "#lib/sku/schema.ts";
import { sampleSkus } from "#lib/sku/seed/sample/sample-skus.ts";
import { countCategories, getSku, listSkus } from "#lib/sku/store.ts";
import { interleave } from "#test/faults/tools/interleave.ts";
import { setUpRedis, withRequestTimeouts } from "#test/servers/redis.ts";
import { generateSkus } from "./generate.ts";
import { seedGenerated, seedIfEmpty } from "./seed.ts";

const { server } = setUpRedis();

/** More than one batch, and not a whole number of batches. */
const COUNT = 130;

async function read(redis: Redis, key: string): Promise<unknown> {
  if ((await redis.type(key)) === "hash") return { ...(await redis.hGetAll(key)) };
  return redis.zRangeWithScores(key, 0, -1);
}

/** Everything that Redis holds. */
async function dump(): Promise<Record<string, unknown>> {
  return withRedis(async (redis) => {
    const names = (await redis.keys("*")).sort();
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(redis, name)])));
  });
}

async function flush(): Promise<void> {
  await withRedis((redis) => redis.flushAll());
}

async function list(query: Record<string, string>) {
  return (await listSkus(listSkusQuery.parse(query))).items;
}

describe("seedIfEmpty", () => {
  test("fills an empty shop with the samples, the first of them newest", async () => {
    expect(await seedIfEmpty()).toBe(96);
    expect(await list({ limit: "96" })).toEqual(sampleSkus);
    expect([...(await countCategories()).values()]).toEqual(Array(8).fill(12));
    expect((await list({ category: "toys", sort: "price-asc", limit: "1" })).map((sku) => sku.id)).toEqual(["die-603"]);
  });

  test("changes nothing in a store that has a SKU", async () => {
    await seedIfEmpty();
    await withRedis((redis) => redis.hSet(keys.sku("sku123"), { price: "1.00", stock: "7" }));
    expect(await seedIfEmpty()).toBe(0);
    expect(await getSku("sku123")).toMatchObject({ price: "1.00", stock: 7 });
  });
});

describe("seedGenerated", () => {
  test("writes each SKU with all its indexes, after the samples", async () => {
    await seedIfEmpty();
    const progress: number[] = [];
    expect(await seedGenerated(COUNT, (done) => progress.push(done))).toBe(COUNT);
    expect(progress.at(-1)).toBe(COUNT);
    const newest = await list({ limit: "100" });
    expect(newest).toEqual([...sampleSkus, ...generateSkus(4)]);
    const audio = [...sampleSkus, ...generateSkus(COUNT)].filter((sku) => sku.category === "audio");
    expect(await list({ category: "audio", limit: "100" })).toEqual(audio);
    const cheapest = Math.min(...audio.map((sku) => Number(sku.price)));
    expect(Number((await list({ category: "audio", sort: "price-asc", limit: "1" }))[0]?.price)).toBe(cheapest);
    expect((await countCategories()).get("audio")).toBe(audio.length);
    const total = [...(await countCategories()).values()].reduce((sum, count) => sum + count, 0);
    expect(total).toBe(96 + COUNT);
  });

  test("repeated with the same or a smaller count changes nothing; with a larger one adds the difference", async () => {
    await seedGenerated(COUNT);
    const before = await dump();
    expect(await seedGenerated(COUNT)).toBe(0);
    expect(await seedGenerated(40)).toBe(0);
    expect(await dump()).toEqual(before);
    expect(await seedGenerated(COUNT + 15)).toBe(15);
    const grown = await dump();
    await flush();
    await seedGenerated(COUNT + 15);
    expect(await dump()).toEqual(grown);
  });

  test("does not undo what was sold or edited since", async () => {
    await seedGenerated(COUNT);
    await withRedis((redis) => redis.hSet(keys.sku("gen-000007"), { stock: "1", price: "5.00" }));
    await seedGenerated(COUNT);
    expect(await getSku("gen-000007")).toMatchObject({ stock: 1, price: "5.00" });
  });

  test("repeated after a stop at any point, gives the result of an uninterrupted run", async () => {
    await seedGenerated(COUNT);
    const complete = await dump();
    let stops = 0;
    for (let crash = 0; ; crash += 13) {
      await flush();
      const [result] = await interleave([() => seedGenerated(COUNT)], () => 0, [crash]);
      if (result !== "crashed") break;
      stops++;
      await seedGenerated(COUNT);
      expect(await dump(), `stopped before command ${crash + 1}`).toEqual(complete);
    }
    expect(stops).toBeGreaterThan(15);
  });

  test("keeps the stock of a SKU that was sold after a stop and before the next run", async () => {
    await interleave([() => seedGenerated(COUNT)], () => 0, [150]);
    const sold = keys.sku("gen-000001");
    expect(await withRedis((redis) => redis.zScore(keys.skus, "gen-000001"))).toBeNull();
    const stock = await withRedis((redis) => redis.hIncrBy(sold, "stock", -1));
    await seedGenerated(COUNT);
    expect((await getSku("gen-000001"))?.stock).toBe(stock);
  });

  test("two runs at once give the result of one", async () => {
    await seedGenerated(COUNT);
    const complete = await dump();
    for (let seed = 1; seed <= 5; seed++) {
      await flush();
      let turn = seed;
      const choose = (waiting: number) => {
        turn = (turn * 48_271) % 2_147_483_647;
        return turn % waiting;
      };
      await interleave([() => seedGenerated(COUNT), () => seedGenerated(COUNT)], choose);
      expect(await dump(), `order ${seed}`).toEqual(complete);
    }
  });

  test("continues after Redis was unavailable for some seconds", async () => {
    const { child } = server();
    let thawed: Promise<void> | undefined;
    const freeze = async () => {
      child.kill("SIGSTOP");
      await sleep(3000);
      child.kill("SIGCONT");
    };
    const written = await withRequestTimeouts(() =>
      seedGenerated(2000, (done) => {
        if (done >= 500) thawed ??= freeze();
      }),
    );
    await thawed;
    expect(written).toBe(2000);
    expect(await withRedis((redis) => redis.zCard(keys.skus))).toBe(2000);
  });
});
