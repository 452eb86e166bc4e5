"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { transitionOrder } from "#lib/order/lifecycle/transition.ts";
import { orderId } from "#lib/order/schema.ts";
import { type ActionResult, askToSignInAgain, formAction } from "#lib/web/forms/form-action.ts";
import { selectionOf } from "#lib/web/forms/selection.ts";
import { checkFresh } from "#lib/web/request/admit.ts";
import { recordAct } from "#lib/web/request/record.ts";

const fields = z.object({
  order: selectionOf(orderId),
  to: z.enum(["shipped", "delivered", "cancelled"]),
});

/**
 * Changes the status of the selected orders; cancelling needs a fresh sign-in. Those whose status does not allow it
 * stay unchanged and are named.
 */
export const transitionOrdersAction = formAction(
  { visitor: "admin", fields },
  async ({ context, visitor, fields: { order: ids, to } }): Promise<ActionResult> => {
    const notFresh = to === "cancelled" ? checkFresh(visitor, "fresh-admin") : null;
    if (notFresh) return askToSignInAgain(notFresh);
    if (ids.length === 0) return { ok: false, status: 422, message: "Select at least one order first." };
    const results = await Promise.all(ids.map(async (id) => ({ id, result: await transitionOrder(id, to) })));
    for (const { id, result } of results)
      if (result.ok) await recordAct(context, visitor.user, "order-changed", `order:${id}`, { after: to });
    refresh();
    const failed = results.flatMap(({ id, result }) =>
      result.ok ? [] : [`${id} ${result.reason === "unknown" ? "does not exist" : `is ${result.status}`}.`],
    );
    const changed = ids.length - failed.length;
    const restocked = to === "cancelled" && changed > 0 ? " The products are back in stock." : "";
    const done = `${changed} of ${ids.length} ${ids.length === 1 ? "order" : "orders"} marked as ${to}.${restocked}`;
    return { ok: failed.length === 0, message: [done, ...failed].join(" ") };
  },
);
