import type { BenchContext, Part } from "#bench/support/context.ts";
import { benchmarkRequests, type Load, makeGuests } from "#bench/support/http.ts";
import { compareBenchmarks } from "#bench/support/measure.ts";
import { comparisonFinding, type Finding } from "#bench/support/report.ts";

const VISITORS = 200;
const VISIT = { page: "/products/sku123", sku: "sku123" };

/** An address of the API, compared with a POST that does nothing: to Next.js, or to the front of the store. */
async function compare(
  context: BenchContext,
  { path, body, against }: { path: string; body?: object; against: "Next.js" | "front" },
): Promise<Finding> {
  const store = await context.store();
  const empty = against === "front" ? await context.emptyFront() : await context.bare();
  const cookies = await makeGuests(store.url, VISITORS);
  const post = (value: object): Load => ({ method: "POST", body: JSON.stringify(value), cookies });
  const title = `${body ? "POST" : "GET"} ${path}`;
  const candidate = benchmarkRequests(title, `${store.url}${path}`, body ? post(body) : { cookies });
  const baseline = benchmarkRequests("empty handler", `${empty.url}/api/empty`, post(body ?? VISIT));
  const where = against === "front" ? "the front with an empty reply" : "an empty Next.js route handler";
  return comparisonFinding(
    `${title} compared with ${where}`,
    [title, "empty handler"],
    await compareBenchmarks(candidate, baseline, context),
  );
}

export const cartItems: Part = {
  name: "cart-items",
  run: async (context) => [
    await compare(context, {
      path: "/api/cart/items",
      body: { sku: "sku123", quantity: 1 },
      against: "Next.js",
    }),
  ],
};

export const visits: Part = {
  name: "visits",
  run: async (context) => [
    await compare(context, { path: "/api/visits", body: VISIT, against: "Next.js" }),
    await compare(context, { path: "/api/visits", body: VISIT, against: "front" }),
  ],
};

const READ = ["/api/cart", "/api/skus/sku123", "/api/session", "/api/suggestions?q=mou"];

export const apiReads: Part = {
  name: "api-reads",
  async run(context) {
    const findings: Finding[] = [];
    for (const path of READ) findings.push(await compare(context, { path, against: "Next.js" }));
    return findings;
  },
};
