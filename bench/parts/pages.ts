import type { Part } from "#bench/support/context.ts";
import { askRepeatedly } from "#bench/support/http.ts";
import { runDuel } from "#bench/support/measure.ts";
import { duelFinding } from "#bench/support/report.ts";

/** A product page, the same for everyone, against a page with one paragraph. */
export const productPage: Part = {
  name: "product-page",
  async run(context) {
    const [shop, bare] = [await context.shop(), await context.bare()];
    const ours = askRepeatedly("product page", `${shop.url}/products/sku123`);
    const theirs = askRepeatedly("bare prerendered page", `${bare.url}/`);
    const bytes = async (url: string) => (await (await fetch(url)).text()).length;
    const sizes = await Promise.all([bytes(`${shop.url}/products/sku123`), bytes(`${bare.url}/`)]);
    const duel = await runDuel(ours, theirs, context);
    const note = `The product page has ${sizes[0]} characters of HTML, the bare one ${sizes[1]}.`;
    return [
      duelFinding("Product page against a bare prerendered Next.js page", ["product page", "bare page"], duel, note),
    ];
  },
};
