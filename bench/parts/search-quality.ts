import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Part } from "#bench/support/context.ts";
import { gradeAnswer, meanOf } from "#bench/support/grades.ts";
import { findInIndex } from "#lib/search/index/find.ts";
import { SearchIndex } from "#lib/search/index/search-index.ts";
import { searchQuery } from "#lib/search/schema.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { generateSkus } from "#lib/sku/seed/generate.ts";
import { sampleSkus } from "#lib/sku/seed/sample/sample-skus.ts";

const FILE = join(import.meta.dirname, "../search-judgements.json");
/** Further SKUs beside the samples, and what each query should find, 3 being the best. */
const shape = z.object({
  skus: z.array(z.object({ id: z.string(), name: z.string(), category: z.string(), price: z.string() })),
  queries: z.array(z.object({ q: z.string(), kind: z.string(), grades: z.record(z.string(), z.int().min(1).max(3)) })),
});

const GENERATED = 20_000;
const TIMES = 10;

function makeIndex(skus: Iterable<Sku>): SearchIndex {
  const index = new SearchIndex();
  let created = Date.UTC(2026, 0);
  for (const sku of skus) index.put(sku, created--);
  return index;
}

/** The sorted times of searches without reading the SKUs, in ms. */
function timeQueries(index: SearchIndex, queries: readonly string[]): number[] {
  const took: number[] = [];
  for (let round = 0; round <= TIMES; round++) {
    for (const q of queries) {
      const query = searchQuery.parse({ q });
      const startedAt = performance.now();
      findInIndex(index, query);
      // The first round warms up.
      if (round > 0) took.push(performance.now() - startedAt);
    }
  }
  return took.sort((a, b) => a - b);
}

/**
 * How good the answers of the search are, by judged queries, and how long they take among many SKUs. Needs no Redis.
 */
export const searchQuality: Part = {
  name: "search-quality",
  async run() {
    const { skus, queries } = shape.parse(JSON.parse(readFileSync(FILE, "utf8")));
    const rest = { brand: "", description: "", image: "", stock: 1, purchaseLimit: null };
    const samples = [...sampleSkus, ...skus.map((sku) => ({ ...rest, ...sku }))];
    const index = makeIndex(samples);
    const answers = queries.map(({ q, kind, grades }) => {
      const { ids, total } = findInIndex(index, searchQuery.parse({ q }));
      return { q, kind, ids, sold: Object.keys(grades).length > 0, total, ...gradeAnswer(ids, grades) };
    });
    const sold = answers.filter((answer) => answer.sold);
    const unsold = answers.filter((answer) => !answer.sold);
    const kinds = [...new Set(queries.map(({ kind }) => kind))];
    const missed = answers.filter(({ ndcg }) => ndcg < 0.9).toSorted((a, b) => a.ndcg - b.ndcg);

    const startedAt = performance.now();
    const large = makeIndex(generateSkus(GENERATED));
    const builtMs = performance.now() - startedAt;
    const took = timeQueries(
      large,
      queries.map(({ q }) => q),
    );
    const at = (share: number) => took[Math.floor(took.length * share)] ?? 0;
    return [
      {
        title: `Answers to ${queries.length} judged queries among ${samples.length} SKUs`,
        figures: [
          { title: "nDCG@4, mean", value: meanOf(answers.map(({ ndcg }) => ndcg)), unit: "" },
          { title: "MRR", value: meanOf(sold.map(({ reciprocalRank }) => reciprocalRank)), unit: "" },
          {
            title: "nothing found, of what is sold",
            value: 100 * meanOf(sold.map(({ total }) => Number(total === 0))),
            unit: "%",
          },
          {
            title: "something found, of what is not sold",
            value: 100 * meanOf(unsold.map(({ total }) => Number(total > 0))),
            unit: "%",
          },
          ...kinds.map((kind) => ({
            title: `nDCG@4 of ${kind}`,
            value: meanOf(answers.filter((answer) => answer.kind === kind).map(({ ndcg }) => ndcg)),
            unit: "",
          })),
        ],
        note: `Below 0.9: ${missed.map(({ q, ndcg }) => `${q} ${ndcg.toFixed(2)}`).join(", ") || "none"}.`,
      },
      {
        title: `The same queries among ${GENERATED.toLocaleString("en-US")} generated SKUs`,
        figures: [
          { title: "mean", value: meanOf(took), unit: "ms" },
          { title: "median", value: at(0.5), unit: "ms" },
          { title: "p99", value: at(0.99), unit: "ms" },
          { title: "time to build the index", value: builtMs / 1000, unit: "s" },
        ],
        note: "In one process, without Redis and without reading the SKUs.",
      },
    ];
  },
};
