import { z } from "zod";
import { toPublicOrder } from "#lib/order/public-order.ts";
import { orderId } from "#lib/order/schema.ts";
import { getOrder } from "#lib/order/store.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

const params = z.object({ id: orderId });

/** One of the visitor's orders; somebody else's is not there. */
export const GET = route({ visitor: "required", params }, async ({ visitor, params: { id } }) => {
  const order = await getOrder(visitor.owner.id, id);
  return order ? { order: toPublicOrder(order) } : problem(404, `You have no order ${id}`);
});
