import type { BenchContext, Part } from "#bench/support/context.ts";
import { benchmarkRequests, makeGuests } from "#bench/support/http.ts";
import { compareBenchmarks } from "#bench/support/measure.ts";
import { comparisonFinding, type Finding } from "#bench/support/report.ts";

const VISITORS = 200;

async function compare(context: BenchContext, path: string, body: object): Promise<Finding[]> {
  const [store, bare] = [await context.store(), await context.bare()];
  const load = { method: "POST", body: JSON.stringify(body), cookies: await makeGuests(store.url, VISITORS) } as const;
  const candidate = benchmarkRequests(path, `${store.url}${path}`, load);
  const baseline = benchmarkRequests("empty handler", `${bare.url}/api/empty`, load);
  const comparison = await compareBenchmarks(candidate, baseline, context);
  return [
    comparisonFinding(
      `POST ${path} compared with an empty Next.js route handler`,
      [`POST ${path}`, "empty handler"],
      comparison,
    ),
  ];
}

export const cartItems: Part = {
  name: "cart-items",
  run: (context) => compare(context, "/api/cart/items", { sku: "sku123", quantity: 1 }),
};

export const visits: Part = {
  name: "visits",
  run: (context) => compare(context, "/api/visits", { page: "/products/sku123", sku: "sku123" }),
};
