import { z } from "zod";
import { problem } from "#lib/http/problem.ts";
import { route } from "#lib/http/route.ts";
import { toOrderReply } from "#lib/order/reply.ts";
import { orderId } from "#lib/order/schema.ts";
import { getOrder } from "#lib/order/store.ts";

const params = z.object({ id: orderId });

/** One of the visitor's orders; somebody else's is not there. */
export const GET = route({ visitor: "required", params }, async ({ visitor, params: { id } }) => {
  const order = await getOrder(visitor.owner.id, id);
  return order ? { order: toOrderReply(order) } : problem(404, `You have no order ${id}`);
});
