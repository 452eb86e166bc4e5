import { parseMoney } from "../money.ts";
import { type Redis, withRedis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import { generateSkus } from "./generate.ts";
import { sampleSkus } from "./sample.ts";
import type { Sku } from "./schema.ts";
import { wordEntries } from "./store.ts";

/** SKUs written in one pipeline: large enough to be quick, small enough to stay under the request deadline. */
const BATCH = 1000;
/** Creation times must differ and be the same on every seeding, so that the order of the catalogue is too. */
const FIRST_CREATED_MS = Date.UTC(2026, 0, 1);

/** Writes SKUs with all their indexes. `skus` comes last: a store that has it has everything. One round trip. */
async function writeSkus(redis: Redis, skus: readonly Sku[], first: number): Promise<void> {
  const created = skus.map((sku, i) => ({
    sku,
    at: FIRST_CREATED_MS + (first + i) * 1000,
    price: parseMoney(sku.price) ?? 0,
  }));
  const entries = (score: "at" | "price", category?: string) =>
    created
      .filter(({ sku }) => !category || sku.category === category)
      .map((entry) => ({ score: entry[score], value: entry.sku.id }));
  const categories = [...new Set(skus.map((sku) => sku.category))];
  await Promise.all([
    ...created.map(({ sku: { id, ...fields }, at }) =>
      redis.hSet(keys.sku(id), { ...fields, stock: String(fields.stock), created_at: String(at / 1000) }),
    ),
    redis.zAdd(
      keys.skuWords,
      skus.flatMap((sku) => wordEntries(sku).map((value) => ({ score: 0, value }))),
    ),
    ...categories.flatMap((category) => [
      redis.zAdd(keys.skusOfCategory(category), entries("at", category)),
      redis.zAdd(keys.skusOfCategoryByPrice(category), entries("price", category)),
    ]),
    redis.zAdd(keys.skusByPrice, entries("price")),
  ]);
  await Promise.all(
    categories.map(async (category) =>
      redis.zAdd(keys.skuCategories, { score: await redis.zCard(keys.skusOfCategory(category)), value: category }),
    ),
  );
  await redis.zAdd(keys.skus, entries("at"));
}

/** Fills a store that has no SKU at all with the sample catalogue. @returns the number written, 0 when it had some */
export async function seedIfEmpty(): Promise<number> {
  return withRedis(async (redis) => {
    if (await redis.exists(keys.skus)) return 0;
    await writeSkus(redis, [...sampleSkus].reverse(), 0);
    return sampleSkus.length;
  });
}

/**
 * Writes the first `count` SKUs of the generated catalogue, the same on every call.
 * @param onProgress is told the number written so far after each thousand
 */
export async function seedGenerated(count: number, onProgress: (written: number) => void = () => {}): Promise<number> {
  let batch: Sku[] = [];
  let written = 0;
  const flush = async () => {
    if (batch.length === 0) return;
    await withRedis((redis) => writeSkus(redis, batch, sampleSkus.length + written));
    written += batch.length;
    batch = [];
    onProgress(written);
  };
  for (const sku of generateSkus(count)) {
    batch.push(sku);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return written;
}
