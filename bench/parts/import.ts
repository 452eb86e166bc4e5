import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Latency, measureBeside, signInAsAdmin } from "#bench/support/beside.ts";
import type { BenchContext, Part } from "#bench/support/context.ts";
import { spreadOf } from "#lib/spread.ts";

const LINES = 100_000;
const CATEGORIES = ["audio", "computers", "kitchen", "home-and-garden", "toys", "clothing", "outdoors"];

/** A table like that of a shop: 17 MB. Each round changes every price. */
function makeTable(round: number): string {
  const lines = Array.from({ length: LINES }, (_, i) => {
    const price = `${1 + (i % 500)}.${10 + ((i + round) % 90)}`;
    const description = `A description of about a hundred characters that says little about the thing number ${i} itself.`;
    return `bulk${i},"Imported thing ${i}, boxed",${price},${i % 200},${CATEGORIES[i % CATEGORIES.length]},Brand ${i % 300},"${description}"\n`;
  });
  return `id,name,price,stock,category,brand,description\n${lines.join("")}`;
}

const report = z.object({ created: z.number(), changed: z.number(), errors: z.array(z.unknown()).length(0) });

/** Imports a table over HTTP. @returns lines per second */
async function importOnce(url: string, cookie: string, round: number): Promise<number> {
  const body = makeTable(round);
  const startedAt = performance.now();
  const reply = await fetch(`${url}/api/admin/skus/import`, { method: "POST", headers: { cookie }, body });
  const { created, changed } = report.parse(await reply.json());
  if (created + changed !== LINES) throw new Error(`${created + changed} of ${LINES} lines were written`);
  return LINES / ((performance.now() - startedAt) / 1000);
}

/** What visitors ask for meanwhile: a page of a SKU that is not in the table, the cart, and a search. */
const ADDRESSES = { page: "/products/sku123", call: "/api/cart", search: "/api/skus?q=lamp" } as const;
type Address = keyof typeof ADDRESSES;
type Latencies = Record<Address, Latency>;

/** The latency of a page and of a call while an import of 100,000 lines is written, compared with the same store without. */
export const importPart: Part = {
  name: "import",
  async run(context: BenchContext) {
    const { url } = await context.store();
    const cookie = await signInAsAdmin(url);
    await measureBeside(url, cookie, ADDRESSES, sleep(context.seconds * 1000));
    const idle: Latencies[] = [];
    const busy: Latencies[] = [];
    const rates: number[] = [];
    for (let round = 0; round < context.rounds; round++) {
      idle.push(await measureBeside(url, cookie, ADDRESSES, sleep(context.seconds * 1000)));
      const imported = importOnce(url, cookie, round);
      busy.push(await measureBeside(url, cookie, ADDRESSES, imported));
      rates.push(await imported);
    }
    const finding = (title: string, of: Address) => ({
      title: `${title}, p99 beside an import of ${LINES.toLocaleString("en-US")} lines`,
      ratio: spreadOf(busy.map((beside, i) => beside[of].p99 / (idle[i]?.[of].p99 ?? Number.NaN))),
      figures: [
        { title: "beside an import", value: spreadOf(busy.map((beside) => beside[of].p99)), unit: "ms" },
        { title: "without", value: spreadOf(idle.map((without) => without[of].p99)), unit: "ms" },
        { title: "longest beside an import", value: spreadOf(busy.map((beside) => beside[of].longest)), unit: "ms" },
      ],
      note: "Lower is better. One visitor for each address, from the first byte of the table to the end of the import.",
    });
    return [
      finding("Product page", "page"),
      finding("GET /api/cart", "call"),
      finding("GET /api/skus?q=lamp", "search"),
      { title: "Import", figures: [{ title: "rate", value: spreadOf(rates), unit: "lines/s" }] },
    ];
  },
};
