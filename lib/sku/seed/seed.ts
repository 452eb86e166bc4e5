import { parseMoney } from "#lib/money.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { retryWhileAway } from "#lib/redis/work/retry.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { generateSkus } from "./generate.ts";
import { sampleSkus } from "./sample.ts";
import { stockrooms } from "./vocabulary.ts";

/** SKUs written in one pipeline: large enough to be quick, small enough that no other client of Redis notices. */
const BATCH = 100;
/**
 * When the first sample was made, in ms. Samples follow a second apart and generated SKUs lead up to it, so the order
 * of the catalogue is the same on every seeding, begins with the samples, and whatever an admin adds is newer.
 */
const EPOCH_MS = Date.UTC(2026, 0, 1);
/** While Redis is away a batch is tried again every second, for this time, in milliseconds. */
const RETRY_MS = 10_000;

/** A SKU and when it was made, in ms since 1970. */
interface Dated {
  sku: Sku;
  at: number;
}

/** The number of SKUs of each category, counted from its index: right again after whatever went before. */
async function countAgain(redis: Redis, categories: Iterable<string>): Promise<void> {
  await Promise.all(
    [...categories].map(async (category) =>
      redis.zAdd(keys.skuCategories, { score: await redis.zCard(keys.skusOfCategory(category)), value: category }),
    ),
  );
}

/**
 * Writes SKUs with all their indexes. `skus` comes last: a SKU that stands there has everything. A stock that is there
 * already stays, as orders may have changed it. Tells all processes. Idempotent. Four round trips.
 */
async function writeSkus(redis: Redis, batch: readonly Dated[]): Promise<void> {
  const byTime = ({ sku, at }: Dated) => ({ score: at, value: sku.id });
  const byPrice = ({ sku }: Dated) => ({ score: parseMoney(sku.price) ?? 0, value: sku.id });
  const byCategory = Map.groupBy(batch, ({ sku }) => sku.category);
  await Promise.all([
    ...batch.flatMap(({ sku: { id, stock, ...fields }, at }) => [
      redis.hSet(keys.sku(id), { ...fields, created_at: String(at / 1000) }),
      redis.hSetNX(keys.sku(id), "stock", String(stock)),
    ]),
    ...[...byCategory].flatMap(([category, own]) => [
      redis.zAdd(keys.skusOfCategory(category), own.map(byTime)),
      redis.zAdd(keys.skusOfCategoryByPrice(category), own.map(byPrice)),
    ]),
    redis.zAdd(keys.skusByPrice, batch.map(byPrice)),
  ]);
  await countAgain(redis, byCategory.keys());
  await Promise.all([
    redis.zAdd(keys.skus, batch.map(byTime)),
    redis.publish(keys.skusChanged, batch.map(({ sku }) => sku.id).join(" ")),
  ]);
}

/** Fills a store that has no SKU at all with the sample catalogue. @returns the number written, 0 when it had some */
export async function seedIfEmpty(): Promise<number> {
  return withRedis(async (redis) => {
    if (await redis.exists(keys.skus)) return 0;
    // The first of them is the newest: lists begin with what is new.
    await writeSkus(
      redis,
      sampleSkus.map((sku, i) => ({ sku, at: EPOCH_MS + (sampleSkus.length - i) * 1000 })),
    );
    return sampleSkus.length;
  });
}

/** Writes those of a batch that the catalogue does not have. @returns how many */
async function addMissing(batch: readonly Dated[]): Promise<number> {
  // Of a try that failed, part may have been written: what was missing is what the first look found missing.
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

/** The generated catalogue in batches. Each SKU is a second older than the one before it. */
function* generateBatches(count: number): Generator<Dated[]> {
  let batch: Dated[] = [];
  let made = 0;
  for (const sku of generateSkus(count)) {
    made += 1;
    batch.push({ sku, at: EPOCH_MS - made * 1000 });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * Adds the first `count` SKUs of the generated catalogue, leaving those that are there as they are: a run that was
 * interrupted goes on where it stopped. Bides its time, for 10 s and more, while Redis is away.
 * @param count 0 and up; 100,000 SKUs take about 130 MB of Redis
 * @param onProgress is told how many of them are there now, after each batch
 * @returns the number written
 * @throws RedisUnavailableError when Redis stays away
 */
export async function seedGenerated(count: number, onProgress: (done: number) => void = () => {}): Promise<number> {
  let done = 0;
  let written = 0;
  const batches = generateBatches(count);
  // Two lanes take turns with the batches: one is made while Redis works on the other.
  const lane = async () => {
    for (const batch of batches) {
      const added = await addMissing(batch);
      written += added;
      done += batch.length;
      onProgress(done);
    }
  };
  await Promise.all([lane(), lane()]);
  // The lanes, or another seeding, may have written each other's counts.
  await withRedis((redis) =>
    countAgain(
      redis,
      stockrooms.map(({ category }) => category),
    ),
  );
  return written;
}
