import type { Part } from "#bench/support/context.ts";
import { benchmarkRequests } from "#bench/support/http.ts";
import { compareBenchmarks } from "#bench/support/measure.ts";
import { comparisonFinding } from "#bench/support/report.ts";

/** A product page, which is the same for everyone, compared with a page of one paragraph. */
export const productPage: Part = {
  name: "product-page",
  async run(context) {
    const [store, bare] = [await context.store(), await context.bare()];
    const candidate = benchmarkRequests("product page", `${store.url}/products/sku123`);
    const baseline = benchmarkRequests("bare prerendered page", `${bare.url}/`);
    const bytes = async (url: string) => (await (await fetch(url)).text()).length;
    const sizes = await Promise.all([bytes(`${store.url}/products/sku123`), bytes(`${bare.url}/`)]);
    const comparison = await compareBenchmarks(candidate, baseline, context);
    const note = `The product page has ${sizes[0]} characters of HTML, the bare one ${sizes[1]}.`;
    return [
      comparisonFinding(
        "Product page compared with a bare prerendered Next.js page",
        ["product page", "bare page"],
        comparison,
        note,
      ),
    ];
  },
};
