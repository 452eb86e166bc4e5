import { suggest, suggestQuery } from "#lib/search/suggest.ts";
import { route } from "#lib/web/routes/route.ts";

/** SKUs and categories for what has been typed so far. */
export const GET = route({ visitor: "anyone", query: suggestQuery, shared: true }, ({ query }) => suggest(query.q));
