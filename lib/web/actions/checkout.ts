"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { getCart, setCartLine } from "#lib/cart/store.ts";
import { isShort } from "#lib/cart/totals.ts";
import { explainRefusal } from "#lib/discount/explain.ts";
import { buyCart } from "#lib/order/checkout/buy.ts";
import { explainWait, type Quote, quoteCode } from "#lib/order/checkout/quote.ts";
import { checkoutBody, idempotencyKey } from "#lib/order/schema.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { type ActionResult, formAction } from "#lib/web/form-action.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { describeShort } from "#lib/web/replies/order.ts";
import { setReplyStatus } from "#lib/web/reply-status.ts";
import { currentSession, readAddress } from "#lib/web/visitor.ts";

/** What the checkout's forms do, with JavaScript and without. */

/** The state of the checkout's form, and the discount code that may be used as things stand. */
export type CheckoutState = (NonNullable<FormState> & { quote?: Quote }) | null;

/** Only keeps what was typed. */
const keepForm = formAction(z.record(z.string(), z.string()), async (values) => ({ ok: true, values }));

/**
 * Buys the cart. A refusal that is final is told as an error of `total` or `discount`, and the page is rendered anew
 * with today's total and a new key; where the outcome is open, the form keeps its key and may simply be sent again.
 */
const buyForm = formAction(
  checkoutBody.extend({ key: idempotencyKey }),
  async ({ key, ...body }): Promise<ActionResult> => {
    const result = await buyCart(await currentSession(), key, body);
    if (result.ok) return { goTo: `/orders/${result.order.id}` };
    if (result.reason === "no-email") return { ok: false, errors: { email: "is needed" } };
    if (result.reason === "under-way") {
      const message = "This order is under way already. Press the button again in a moment to see it.";
      return { ok: false, status: 409, message };
    }
    refresh();
    if (result.reason === "too-many") {
      const { retryAfter } = result;
      return { ok: false, status: 429, retryAfter, errors: { discount: explainWait(retryAfter) } };
    }
    if (result.reason === "discount") {
      return { ok: false, status: 409, errors: { discount: `${explainRefusal(result.refusal)}. Nothing was bought.` } };
    }
    // As the API says it.
    const status = result.reason === "changed" || result.reason === "short" ? 409 : 422;
    return { ok: false, status, errors: { total: explain(result) } };
  },
);

/** Buys the cart, or with `go=apply` only tries the discount code. What was typed is kept either way. */
export async function checkoutAction(_previous: CheckoutState, form: FormData): Promise<CheckoutState> {
  const state = await (form.get("go") === "apply" ? keepForm : buyForm)(null, form);
  const { discount: typed = "", email = "" } = state?.values ?? {};
  if (!state || state.errors?.discount || typed === "") return state;
  try {
    const session = await currentSession();
    if (!session) return state;
    const { quote, error, retryAfter } = await quoteCode(session, { typed, email }, await readAddress(), () =>
      getCart(session.owner),
    );
    if (error) {
      setReplyStatus(retryAfter ? { status: 429, retryAfter } : { status: 422 });
      return { ...state, ok: false, errors: { ...state.errors, discount: error } };
    }
    return quote ? { ...state, quote } : state;
  } catch (error) {
    if (!(error instanceof RedisUnavailableError)) throw error;
    setReplyStatus({ status: 503, retryAfter: 1 });
    return { ...state, ok: false, message: "Our till does not answer just now. Try again in a moment." };
  }
}

function explain(result: Exclude<Awaited<ReturnType<typeof buyCart>>, { ok: true }>): string {
  if (result.reason === "short") return `Nothing was bought: ${describeShort(result.short)}.`;
  if (result.reason === "changed") {
    return `A price or your cart has changed: it comes to $${result.total} now. Nothing was bought yet; confirm, if you like it still.`;
  }
  if (result.reason === "empty") return "Your cart is empty.";
  return "This form was sent before with other contents. Send it again.";
}

/** Makes the cart what the shelves can fill: short lines become what is left, sold-out ones go. */
export const takeWhatIsThereAction = formAction(z.object({}), async (): Promise<ActionResult> => {
  const session = await currentSession();
  if (!session) return { goTo: "/cart" };
  const { items } = await getCart(session.owner);
  const short = items.filter(isShort);
  await Promise.all(short.map((line) => setCartLine(session.owner, line.sku, Math.max(0, line.stock))));
  if (short.length === items.length && short.every((line) => line.stock <= 0)) return { goTo: "/cart" };
  refresh();
  return { ok: true, message: "Your cart is now what the shelves can fill." };
});
