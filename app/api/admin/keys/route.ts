import { listKeys } from "#lib/key-browser/list-keys.ts";
import { listKeysQuery } from "#lib/key-browser/schema.ts";
import { route } from "#lib/web/routes/route.ts";

/** A page of the keys of Redis. */
export const GET = route({ visitor: "admin", query: listKeysQuery }, ({ query }) => listKeys(query));
