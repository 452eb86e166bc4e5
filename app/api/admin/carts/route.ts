import { listAllCarts } from "#lib/cart/all-carts.ts";
import { listSessionsQuery } from "#lib/session/all-sessions.ts";
import { route } from "#lib/web/routes/route.ts";

/** All carts with their value and age. */
export const GET = route({ visitor: "admin", query: listSessionsQuery }, ({ query: { cursor } }) =>
  listAllCarts(cursor),
);
