import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type { Part } from "#bench/support/context.ts";
import { benchmarkRequests } from "#bench/support/http.ts";
import { compareBenchmarks } from "#bench/support/measure.ts";
import { comparisonFinding } from "#bench/support/report.ts";
import { keys } from "#lib/redis/keys.ts";
import { sampleSkus } from "#lib/sku/seed/sample/sample-skus.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { type Store, startStore } from "#test/servers/store.ts";

const LARGE = 100_000;
/** The number of samples that remain in the small store. */
const SMALL = 60;
const SAMPLES = sampleSkus.length;

/** Requests to the catalogue: two cached pages, one that is rendered for each request, and three API replies. */
const PATHS: readonly (readonly [title: string, path: string])[] = [
  ["category page", "/categories/audio"],
  ["product page", "/products/sku123"],
  ["list of all SKUs, rendered for each request", "/search"],
  ["GET /api/skus", "/api/skus"],
  ["GET /api/skus of a category by price", "/api/skus?category=audio&sort=price-asc"],
  ["GET /api/skus/sku123", "/api/skus/sku123"],
];

/** Reduces a store with the samples to 60 SKUs. */
async function shrink({ redisUrl }: Store): Promise<void> {
  const surplus = (await sendToRedis(redisUrl, "ZRANGE", keys.skus, "0", String(SAMPLES - SMALL - 1))) as string[];
  for (const id of surplus) {
    const category = String(await sendToRedis(redisUrl, "HGET", keys.sku(id), "category"));
    const indexes = [keys.skus, keys.skusByPrice, keys.skusOfCategory(category), keys.skusOfCategoryByPrice(category)];
    for (const index of indexes) await sendToRedis(redisUrl, "ZREM", index, id);
    await sendToRedis(redisUrl, "DEL", keys.sku(id));
  }
  await sendToRedis(redisUrl, "PUBLISH", keys.skusChanged, "*");
}

/** Building the index slows pages down. That is part of the start, which the part `search` measures. */
async function waitForIndex({ url }: Store, size: number): Promise<void> {
  for (;;) {
    const reply = await fetch(`${url}/api/skus?minPrice=0&limit=1`);
    const page = (await reply.json()) as { total?: number };
    if (page.total === size) return;
    await sleep(500);
  }
}

/** The length of a reply, in kB. */
async function measureReply({ url }: Store, path: string): Promise<string> {
  const text = await (await fetch(`${url}${path}`)).text();
  return (text.length / 1000).toFixed(1);
}

/** The same pages and replies of two stores, one with 60 SKUs and one with 100,000. */
export const catalogue: Part = {
  name: "catalogue",
  async run(context) {
    const small = await startStore();
    const large = await startStore();
    try {
      await shrink(small);
      const env = { ...process.env, REDIS_URL: large.redisUrl, DATA_DIR: large.dataDir };
      await promisify(execFile)(process.execPath, ["bin/seed.ts", "--count", String(LARGE)], { env });
      await waitForIndex(small, SMALL);
      await waitForIndex(large, LARGE + SAMPLES);
      const findings = [];
      for (const [title, path] of PATHS) {
        const comparison = await compareBenchmarks(
          benchmarkRequests(title, `${large.url}${path}`),
          benchmarkRequests(title, `${small.url}${path}`),
          context,
        );
        // A category of the small store does not fill a page.
        const note = `The replies have ${await measureReply(large, path)} kB and ${await measureReply(small, path)} kB.`;
        findings.push(
          comparisonFinding(`${title}: 100,000 SKUs compared with 60`, ["100,000 SKUs", "60 SKUs"], comparison, note),
        );
      }
      return findings;
    } finally {
      await Promise.all([small.remove(), large.remove()]);
    }
  },
};
