import { setTimeout as sleep } from "node:timers/promises";
import type { Part } from "#bench/support/context.ts";
import { withRedis } from "#lib/redis/client.ts";
import { searchQuery } from "#lib/search/schema.ts";
import { searchSkus } from "#lib/search/search.ts";
import { readIndexState, startSearch, stopSearch } from "#lib/search/thread-client.ts";
import { createSku, removeSku } from "#lib/sku/edit/edit.ts";
import { sampleSkus } from "#lib/sku/seed/sample/sample-skus.ts";
import { seedGenerated, seedIfEmpty } from "#lib/sku/seed/seed.ts";
import { spreadOf } from "#lib/spread.ts";

const SIZES = [20_000, 100_000];
/** Typical queries, and expensive ones: one letter, a word of very many SKUs, and several common words. */
const TYPICAL = ["airpods", "aripods", "laptop", "spare cherry", "earbuds everleigh", "keybaord", "gaming laptop"];
const BROAD = ["s", "audio", "remarkable unicorn of tin"];

/** The sorted latencies of consecutive searches in ms, including reading the 24 SKUs of the page from Redis. */
async function timeSearches(queries: readonly string[], times: number): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < queries.length * times; i++) {
    const query = searchQuery.parse({ q: queries[i % queries.length] });
    const startedAt = performance.now();
    await searchSkus(query);
    took.push(performance.now() - startedAt);
  }
  return took.sort((a, b) => a - b);
}

async function waitForIndex(size: number): Promise<void> {
  for (;;) {
    const state = await readIndexState().catch(() => null);
    if (state?.builtMs && state.size >= size) return;
    await sleep(20);
  }
}

/** The time from an edit until a search of this process finds it, in ms. */
async function timeEdit(n: number): Promise<number> {
  const id = `bench-${n}`;
  const sample = sampleSkus[0];
  if (!sample) throw new Error("There are no samples");
  await createSku({ ...sample, id, name: `Zquill${n}` });
  const startedAt = performance.now();
  while ((await searchSkus(searchQuery.parse({ q: `zquill${n}` }))).items[0]?.id !== id) await sleep(1);
  const took = performance.now() - startedAt;
  await removeSku(id);
  return took;
}

/** The cost and the latency of the search index of a server process, at two sizes of the catalogue. */
export const search: Part = {
  name: "search",
  async run(context) {
    await context.redis();
    await withRedis((redis) => redis.flushAll());
    await seedIfEmpty();
    const findings = [];
    for (const size of SIZES) {
      await seedGenerated(size);
      startSearch();
      await waitForIndex(size);
      await timeSearches([...TYPICAL, ...BROAD], 20);
      const [typical, broad] = [await timeSearches(TYPICAL, 50), await timeSearches(BROAD, 50)];
      const edits: number[] = [];
      for (let n = 0; n < 20; n++) edits.push(await timeEdit(n));
      const { builtMs, heapUsed } = await readIndexState();
      const at = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
      findings.push({
        title: `Search among ${(size + sampleSkus.length).toLocaleString("en-US")} SKUs`,
        figures: [
          { title: "typical query, median", value: at(typical, 0.5), unit: "ms" },
          { title: "typical query, p99", value: at(typical, 0.99), unit: "ms" },
          { title: "broad query, median", value: at(broad, 0.5), unit: "ms" },
          { title: "broad query, p99", value: at(broad, 0.99), unit: "ms" },
          { title: "time until an edit is found", value: spreadOf(edits), unit: "ms" },
          { title: "time to build the index", value: (builtMs ?? 0) / 1000, unit: "s" },
          { title: "heap of the search thread", value: heapUsed / 1e6, unit: "MB" },
        ],
        note: "Consecutive searches in one process, including reading the 24 SKUs of the page from Redis.",
      });
      await stopSearch();
    }
    return findings;
  },
};
