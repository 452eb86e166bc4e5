"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { getCart, setCartLine } from "../cart/store.ts";
import { type ActionResult, formAction } from "../http/action.ts";
import { currentSession } from "../session/current.ts";
import { buyCart } from "./buy.ts";
import { describeShort } from "./reply.ts";
import { checkoutBody, idempotencyKey } from "./schema.ts";

/** What the checkout's forms do, with JavaScript and without. */

/**
 * Buys the cart. A refusal that is final is told as an error of `total`, and the page is rendered anew with today's
 * total and a new key; where the outcome is open, the form keeps its key and may simply be sent again.
 */
export const checkoutAction = formAction(
  checkoutBody.extend({ key: idempotencyKey }),
  async ({ key, ...body }): Promise<ActionResult> => {
    const result = await buyCart(await currentSession(), key, body);
    if (result.ok) return { goTo: `/orders/${result.order.id}` };
    if (result.reason === "no-email") return { ok: false, errors: { email: "is needed" } };
    if (result.reason === "under-way") {
      return { ok: false, message: "This order is under way already. Press the button again in a moment to see it." };
    }
    refresh();
    return { ok: false, errors: { total: explain(result) } };
  },
);

function explain(result: Exclude<Awaited<ReturnType<typeof buyCart>>, { ok: true }>): string {
  if (result.reason === "short") return `Nothing was bought: ${describeShort(result.short)}.`;
  if (result.reason === "changed") {
    return `A price or your cart has changed: it comes to $${result.cart.totalValue} now. Nothing was bought yet; confirm, if you like it still.`;
  }
  if (result.reason === "empty") return "Your cart is empty.";
  return "This form was sent before with other contents. Send it again.";
}

/** Makes the cart what the shelves can fill: short lines become what is left, sold-out ones go. */
export const takeWhatIsThereAction = formAction(z.object({}), async (): Promise<ActionResult> => {
  const session = await currentSession();
  if (!session) return { goTo: "/cart" };
  const { items } = await getCart(session.owner);
  const short = items.filter((line) => line.quantity > line.stock);
  await Promise.all(short.map((line) => setCartLine(session.owner, line.sku, Math.max(0, line.stock))));
  return { goTo: short.length === items.length && short.every((line) => line.stock <= 0) ? "/cart" : "/checkout" };
});
