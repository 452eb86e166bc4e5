import { toPublicOrder } from "#lib/order/public-order.ts";
import { listOrdersQuery } from "#lib/order/schema.ts";
import { listOrders } from "#lib/order/store.ts";
import { route } from "#lib/web/routes/route.ts";

/** The visitor's orders, newest first; a guest's are those of this session. */
export const GET = route({ visitor: "required", query: listOrdersQuery }, async ({ visitor, query }) => {
  const { items, nextCursor } = await listOrders(visitor.owner.id, query);
  return { items: items.map(toPublicOrder), nextCursor };
});
