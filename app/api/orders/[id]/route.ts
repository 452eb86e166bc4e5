import { z } from "zod";
import { orderId } from "#lib/order/schema.ts";
import { getOrder } from "#lib/order/store.ts";
import { problem } from "#lib/web/problem.ts";
import { toOrderReply } from "#lib/web/replies/order.ts";
import { route } from "#lib/web/route.ts";

const params = z.object({ id: orderId });

/** One of the visitor's orders; somebody else's is not there. */
export const GET = route({ visitor: "required", params }, async ({ visitor, params: { id } }) => {
  const order = await getOrder(visitor.owner.id, id);
  return order ? { order: toOrderReply(order) } : problem(404, `You have no order ${id}`);
});
