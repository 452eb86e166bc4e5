import { parseMoney } from "#lib/money.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { retryWhileAway } from "#lib/redis/tasks/retry.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { sampleSkus } from "#lib/sku/seed/sample/sample-skus.ts";
import { generateSkus } from "./generate.ts";
import { categoryVocabularies } from "./vocabulary.ts";

/** SKUs written in one pipeline: enough to be fast, few enough not to delay other clients of Redis. */
const BATCH = 100;
/**
 * Between the creation times of generated SKUs, one per second before it, and of samples, one per second after it (ms
 * since 1970). So lists start with what administrators added, then the samples, in the same order on every seeding.
 */
const EPOCH_MS = Date.UTC(2026, 0, 1);
/** How long a batch is retried, every second, while Redis does not answer. */
const RETRY_MS = 10_000;

/** A SKU and its creation time, in ms since 1970. */
interface DatedSku {
  sku: Sku;
  at: number;
}

/** Writes the number of SKUs of each category, counted from its index. */
async function recountCategories(redis: Redis, categories: Iterable<string>): Promise<void> {
  await Promise.all(
    [...categories].map(async (category) =>
      redis.zAdd(keys.skuCategories, { score: await redis.zCard(keys.skusOfCategory(category)), value: category }),
    ),
  );
}

/**
 * Writes SKUs with all their indexes, and publishes the change. The index `skus` is written last, so a SKU in it is
 * complete. An existing stock is kept, because orders may have changed it, and so is a purchase limit. Idempotent. Four
 * round trips.
 */
async function writeSkus(redis: Redis, batch: readonly DatedSku[]): Promise<void> {
  const byTime = ({ sku, at }: DatedSku) => ({ score: at, value: sku.id });
  const byPrice = ({ sku }: DatedSku) => ({ score: parseMoney(sku.price) ?? 0, value: sku.id });
  const byCategory = Map.groupBy(batch, ({ sku }) => sku.category);
  await Promise.all([
    ...batch.flatMap(({ sku: { id, stock, purchaseLimit: _, ...fields }, at }) => [
      redis.hSet(keys.sku(id), { ...fields, created_at: String(at / 1000) }),
      redis.hSetNX(keys.sku(id), "stock", String(stock)),
    ]),
    ...[...byCategory].flatMap(([category, own]) => [
      redis.zAdd(keys.skusOfCategory(category), own.map(byTime)),
      redis.zAdd(keys.skusOfCategoryByPrice(category), own.map(byPrice)),
    ]),
    redis.zAdd(keys.skusByPrice, batch.map(byPrice)),
  ]);
  await recountCategories(redis, byCategory.keys());
  await Promise.all([
    redis.zAdd(keys.skus, batch.map(byTime)),
    redis.publish(keys.skusChanged, batch.map(({ sku }) => sku.id).join(" ")),
  ]);
}

/** Fills a store without any SKU with the sample catalogue. @returns the number of SKUs written, 0 if it had some */
export async function seedIfEmpty(): Promise<number> {
  return withRedis(async (redis) => {
    if (await redis.exists(keys.skus)) return 0;
    // The first sample is the newest: lists start with the newest SKU.
    await writeSkus(
      redis,
      sampleSkus.map((sku, i) => ({ sku, at: EPOCH_MS + (sampleSkus.length - i) * 1000 })),
    );
    return sampleSkus.length;
  });
}

/** Writes the SKUs of a batch that the catalogue does not have. @returns their number */
async function addMissing(batch: readonly DatedSku[]): Promise<number> {
  // A failed attempt may have written some of the batch, so only the first attempt counts what was missing.
  let added: number | undefined;
  const add = () =>
    withRedis(async (redis) => {
      const ids = batch.map(({ sku }) => sku.id);
      const found = await redis.zmScore(keys.skus, ids);
      const missing = batch.filter((_, i) => found[i] === null);
      added ??= missing.length;
      if (missing.length > 0) await writeSkus(redis, missing);
      return added;
    });
  return retryWhileAway(add, { everyMs: 1000, forMs: RETRY_MS });
}

/** The generated catalogue in batches. Each SKU is a second older than the previous one. */
function* generateBatches(count: number): Generator<DatedSku[]> {
  let batch: DatedSku[] = [];
  let generated = 0;
  for (const sku of generateSkus(count)) {
    generated += 1;
    batch.push({ sku, at: EPOCH_MS - generated * 1000 });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * Adds the first `count` SKUs of the generated catalogue. Existing ones are not changed, so an interrupted run can be
 * repeated. While Redis does not answer, a batch is retried for 10 s.
 * @param count from 0; 100,000 SKUs take about 130 MB of Redis memory
 * @param onProgress gets the number of these SKUs that exist now, after each batch
 * @returns the number of SKUs written
 * @throws RedisUnavailableError when Redis does not answer in time
 */
export async function seedGenerated(count: number, onProgress: (done: number) => void = () => {}): Promise<number> {
  let done = 0;
  let written = 0;
  const batches = generateBatches(count);
  // Two loops share the batches: one generates while Redis works for the other.
  const writeBatches = async () => {
    for (const batch of batches) {
      const added = await addMissing(batch);
      written += added;
      done += batch.length;
      onProgress(done);
    }
  };
  await Promise.all([writeBatches(), writeBatches()]);
  // The two loops, or another seeding, may have overwritten each other's counts.
  const categories = categoryVocabularies.map(({ category }) => category);
  const recount = () => withRedis((redis) => recountCategories(redis, categories));
  await retryWhileAway(recount, { everyMs: 1000, forMs: RETRY_MS });
  return written;
}
