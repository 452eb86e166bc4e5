import { searchQuery } from "#lib/search/schema.ts";
import { searchSkus } from "#lib/search/search.ts";
import { createSku } from "#lib/sku/edit/edit.ts";
import { createSkuBody } from "#lib/sku/schema.ts";
import { problem } from "#lib/web/problem.ts";
import { json, route } from "#lib/web/route.ts";

/** Lists and searches SKUs. A parameter may be given several times only if it is `brand`. */
export const GET = route({ visitor: "anyone", query: searchQuery, shared: true }, ({ query, request }) =>
  searchSkus({ ...query, brand: new URL(request.url).searchParams.getAll("brand").filter(Boolean).slice(0, 20) }),
);

/** Puts a SKU into the catalogue. */
export const POST = route({ visitor: "admin", body: createSkuBody }, async ({ body }) => {
  const result = await createSku(body);
  return result.ok ? json(result.sku, 201) : problem(409, `There is a SKU ${body.id} already`);
});
