import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import type { Part } from "#bench/support/context.ts";
import { makeGuests } from "#bench/support/http.ts";
import type { Finding } from "#bench/support/report.ts";
import { type Spread, spreadOf } from "#lib/spread.ts";

/** Not a dependency, as only this uses it: npx downloads its 176 MB on first use. */
const LIGHTHOUSE = "lighthouse@13.5.0";
const RUNS = 3;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;
const METRICS = {
  "first-contentful-paint": "ms",
  "largest-contentful-paint": "ms",
  "total-blocking-time": "ms",
  "speed-index": "ms",
  "cumulative-layout-shift": "",
} as const;

const run = promisify(execFile);

const report = z.object({
  categories: z.partialRecord(z.enum(CATEGORIES), z.object({ score: z.number() })),
  audits: z.record(z.string(), z.object({ numericValue: z.number().optional(), score: z.number().nullable() })),
});
type Report = z.infer<typeof report>;

/** @param cookie of the visitor @throws Error with the output of Lighthouse */
async function audit(url: string, cookie: string): Promise<Report> {
  const flags = [
    "--headless",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    ...(process.getuid?.() ? [] : ["--no-sandbox"]),
  ];
  const options = ["--output=json", "--quiet", `--only-categories=${CATEGORIES}`, `--chrome-flags=${flags.join(" ")}`];
  const headers = cookie ? [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`] : [];
  const { stdout } = await run("npx", ["--yes", LIGHTHOUSE, url, ...options, ...headers], {
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, CHROME_PATH: process.env.CHROMIUM_PATH },
  });
  return report.parse(JSON.parse(stdout));
}

function summarize(title: string, reports: Report[]): Finding {
  const spread = (read: (one: Report) => number): Spread => spreadOf(reports.map(read));
  const failed = new Set(
    reports.flatMap(({ audits }) => Object.entries(audits).flatMap(([id, { score }]) => (score === 0 ? [id] : []))),
  );
  return {
    title: `Lighthouse on a phone: ${title}`,
    figures: [
      ...CATEGORIES.map((name) => ({
        title: name,
        value: spread(({ categories }) => Math.round((categories[name]?.score ?? Number.NaN) * 100)),
        unit: "of 100",
      })),
      ...Object.entries(METRICS).map(([id, unit]) => ({
        title: id,
        value: spread(({ audits }) => audits[id]?.numericValue ?? Number.NaN),
        unit,
      })),
    ],
    ...(failed.size > 0 && { note: `Audits that failed: ${[...failed].join(", ")}` }),
  };
}

/** The scores and metrics of Lighthouse with its phone profile: a slow processor and network. */
export const lighthouse: Part = {
  name: "lighthouse",
  browser: true,
  async run(context) {
    const { url } = await context.store();
    const [cookie = ""] = await makeGuests(url, 1);
    const headers = { "content-type": "application/json", cookie };
    const item = JSON.stringify({ sku: "sku123", quantity: 1 });
    await fetch(`${url}/api/cart/items`, { method: "POST", headers, body: item });
    const found: Finding[] = [];
    for (const [title, path, visitor] of [
      ["home page", "/", ""],
      ["category", "/categories/audio", ""],
      ["product", "/products/sku123", ""],
      ["cart", "/cart", cookie],
    ] as const) {
      const reports: Report[] = [];
      for (let i = 0; i < RUNS; i++) reports.push(await audit(`${url}${path}`, visitor));
      found.push(summarize(title, reports));
    }
    return found;
  },
};
