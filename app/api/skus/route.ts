import { route } from "#lib/http/route.ts";
import { listSkusQuery } from "#lib/sku/schema.ts";
import { listSkus } from "#lib/sku/store.ts";

/** Lists SKUs by category, words, order and cursor. */
export const GET = route({ visitor: "anyone", query: listSkusQuery, shared: true }, ({ query }) => listSkus(query));
