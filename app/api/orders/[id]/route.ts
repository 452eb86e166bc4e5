import { readConfirmation } from "#lib/order/lifecycle/durability.ts";
import { toPublicOrder } from "#lib/order/public-order.ts";
import { getOrder } from "#lib/order/store.ts";
import { orderParams } from "#lib/web/routes/params.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

/** One of the visitor's orders; somebody else's is not there. */
export const GET = route({ visitor: "required", params: orderParams }, async ({ visitor, params: { id } }) => {
  const order = await getOrder(visitor.owner.id, id);
  if (!order) return problem(404, `You have no order ${id}`);
  return { order: toPublicOrder(order), confirmed: await readConfirmation(order) };
});
