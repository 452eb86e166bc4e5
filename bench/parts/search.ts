import { setTimeout as sleep } from "node:timers/promises";
import type { Part } from "#bench/support/context.ts";
import { spreadOf } from "#bench/support/measure.ts";
import { withRedis } from "#lib/redis/client.ts";
import { searchQuery } from "#lib/search/schema.ts";
import { searchSkus } from "#lib/search/search.ts";
import { readIndexState, startSearch, stopSearch } from "#lib/search/thread-client.ts";
import { createSku, removeSku } from "#lib/sku/edit/edit.ts";
import { sampleSkus } from "#lib/sku/seed/sample/sample-skus.ts";
import { seedGenerated, seedIfEmpty } from "#lib/sku/seed/seed.ts";

const SIZES = [20_000, 100_000];
/** What people type, and what is worst: one letter, a word that every SKU has, the whole catalogue by price. */
const USUAL = ["airpods", "aripods", "laptop", "spare cherry", "earbuds everleigh", "keybaord", "gaming laptop"];
const BROAD = ["s", "audio", "remarkable unicorn of tin"];

/** The latencies of searches one after another, page of 24 SKUs from Redis included, in ms. */
async function time(questions: readonly string[], times: number): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < questions.length * times; i++) {
    const query = searchQuery.parse({ q: questions[i % questions.length] });
    const began = performance.now();
    await searchSkus(query);
    took.push(performance.now() - began);
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

/** From the end of an edit until the search of this process finds it, in ms. */
async function timeEdit(n: number): Promise<number> {
  const id = `bench-${n}`;
  const sample = sampleSkus[0];
  if (!sample) throw new Error("There are no samples");
  await createSku({ ...sample, id, name: `Zquill${n}` });
  const began = performance.now();
  while ((await searchSkus(searchQuery.parse({ q: `zquill${n}` }))).items[0]?.id !== id) await sleep(1);
  const took = performance.now() - began;
  await removeSku(id);
  return took;
}

/** What the search index of a server process costs and how soon it answers, at two sizes of the catalogue. */
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
      await time([...USUAL, ...BROAD], 20);
      const [usual, broad] = [await time(USUAL, 50), await time(BROAD, 50)];
      const edits: number[] = [];
      for (let n = 0; n < 20; n++) edits.push(await timeEdit(n));
      const { builtMs, heapUsed } = await readIndexState();
      const at = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
      findings.push({
        title: `Search among ${(size + sampleSkus.length).toLocaleString("en-US")} SKUs`,
        figures: [
          { title: "usual question, median", value: at(usual, 0.5), unit: "ms" },
          { title: "usual question, 99 %", value: at(usual, 0.99), unit: "ms" },
          { title: "broad question, median", value: at(broad, 0.5), unit: "ms" },
          { title: "broad question, 99 %", value: at(broad, 0.99), unit: "ms" },
          { title: "an edit is found after", value: spreadOf(edits), unit: "ms" },
          { title: "start-up until complete", value: (builtMs ?? 0) / 1000, unit: "s" },
          { title: "heap of the index thread", value: heapUsed / 1e6, unit: "MB" },
        ],
        note: "One search after another, in one process; the 24 SKUs of the page are read from Redis each time.",
      });
      await stopSearch();
    }
    return findings;
  },
};
