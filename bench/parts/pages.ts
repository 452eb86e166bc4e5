import type { Part } from "#bench/support/context.ts";
import { benchmarkRequests, makeGuests } from "#bench/support/http.ts";
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

/** The cart, which is rendered for each request, compared with a page of one paragraph that is, too. */
export const cartPage: Part = {
  name: "cart-page",
  async run(context) {
    const [store, bare] = [await context.store(), await context.bare()];
    const cookies = await makeGuests(store.url, 1);
    const headers = { "content-type": "application/json", cookie: cookies[0] ?? "" };
    for (const sku of ["sku123", "sku456"])
      await fetch(`${store.url}/api/cart/items`, {
        method: "POST",
        headers,
        body: JSON.stringify({ sku, quantity: 1 }),
      });
    const candidate = benchmarkRequests("cart page", `${store.url}/cart`, { cookies });
    const baseline = benchmarkRequests("bare rendered page", `${bare.url}/rendered`, { cookies });
    return [
      comparisonFinding(
        "Cart page with two lines compared with a bare rendered Next.js page",
        ["cart page", "bare page"],
        await compareBenchmarks(candidate, baseline, context),
      ),
    ];
  },
};
