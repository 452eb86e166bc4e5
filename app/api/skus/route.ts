import { problem } from "#lib/http/problem.ts";
import { json, route } from "#lib/http/route.ts";
import { createSku } from "#lib/sku/edit.ts";
import { createSkuBody, listSkusQuery } from "#lib/sku/schema.ts";
import { listSkus } from "#lib/sku/store.ts";

/** Lists SKUs by category, words, order and cursor. */
export const GET = route({ visitor: "anyone", query: listSkusQuery, shared: true }, ({ query }) => listSkus(query));

/** Puts a SKU into the catalogue. */
export const POST = route({ visitor: "admin", body: createSkuBody }, async ({ body }) => {
  const result = await createSku(body);
  return result.ok ? json(result.sku, 201) : problem(409, `There is a SKU ${body.id} already`);
});
