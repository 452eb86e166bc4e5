import { searchQuery } from "#lib/search/schema.ts";
import { searchSkusAsShopper } from "#lib/search/search.ts";
import { NO_PICTURE } from "#lib/sku/picture/uses.ts";
import { createSkuBody } from "#lib/sku/schema.ts";
import { createSkuAs } from "#lib/web/catalogue/recorded-edit.ts";
import { invalid, problem } from "#lib/web/routes/problem.ts";
import { json } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/** Lists and searches SKUs. Only `brand` may be repeated. */
export const GET = route({ visitor: "anyone", query: searchQuery, shared: true }, ({ query }) =>
  searchSkusAsShopper(query),
);

/** Adds a SKU to the catalogue. */
export const POST = route({ visitor: "admin", body: createSkuBody }, async ({ context, visitor: { user }, body }) => {
  const result = await createSkuAs({ context, user }, body);
  if (result.ok) return json(result.sku, 201);
  if (result.reason === "no-picture") return invalid({ image: NO_PICTURE });
  return problem(409, `The SKU ${body.id} already exists`);
});
