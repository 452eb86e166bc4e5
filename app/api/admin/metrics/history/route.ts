import { readHistory } from "#lib/metrics/history.ts";
import { historyQuery } from "#lib/metrics/schema.ts";
import { route } from "#lib/web/routes/route.ts";

/** The figures of the last minutes. */
export const GET = route({ visitor: "admin", query: historyQuery }, ({ query }) => readHistory(query));
