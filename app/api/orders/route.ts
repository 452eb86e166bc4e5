import { toPublicOrder } from "#lib/order/public-order.ts";
import { listOrdersQuery } from "#lib/order/schema.ts";
import { listOrders } from "#lib/order/store.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

/** The visitor's orders, newest first. */
export const GET = route({ visitor: "optional", query: listOrdersQuery }, async ({ visitor, query }) => {
  if (!visitor) return problem(401, "Sign in to see your orders");
  const { items, nextCursor } = await listOrders(visitor.owner.id, query);
  return { items: items.map(toPublicOrder), nextCursor };
});
