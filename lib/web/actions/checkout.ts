"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { getCart, setCartLine } from "#lib/cart/store.ts";
import { exceedsStock } from "#lib/cart/totals.ts";
import { explainDiscountRefusal } from "#lib/discount/explain.ts";
import { type BuyResult, buyCart } from "#lib/order/checkout/buy.ts";
import { explainCodeWait, type Quote, quoteDiscount } from "#lib/order/checkout/quote.ts";
import { describeShort } from "#lib/order/public-order.ts";
import { checkoutBody, idempotencyKey } from "#lib/order/schema.ts";
import type { Session } from "#lib/session/schema.ts";
import { fieldErrors, REQUIRED } from "#lib/validation.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import type { FormState } from "#lib/web/forms/form-state.ts";
import { tooManyOrders } from "#lib/web/replies/order.ts";
import type { RequestContext } from "#lib/web/request/request-context.ts";

/** The actions of the checkout's forms, with and without JavaScript. */

/**
 * The state of the checkout's form, with the discount code if it can be used. `limited` when the order was refused
 * because of a purchase limit.
 */
export type CheckoutState = (NonNullable<FormState> & { quote?: Quote; limited?: boolean }) | null;

type Values = Readonly<Record<string, string>>;

const purchase = checkoutBody.extend({ key: idempotencyKey });

/**
 * Buys the cart. A final refusal is an error of `total` or `discount`, and the page is rendered again with the current
 * total and a new idempotency key. While the outcome is unknown, the form keeps its key, so that it can be sent again.
 */
async function buy(
  context: RequestContext,
  session: Session | null,
  values: Values,
): Promise<ActionResult<CheckoutState>> {
  const parsed = purchase.safeParse(values);
  if (!parsed.success) return { ok: false, errors: fieldErrors(parsed.error, "form") };
  const { key, ...body } = parsed.data;
  const result = await buyCart(session, key, body, context.clientAddress);
  if (result.ok) return { goTo: `/orders/${result.order.id}` };
  if (result.reason === "no-email") return { ok: false, errors: { email: REQUIRED } };
  if (result.reason === "under-way") {
    const message = "This order is already being placed. Press the button again in a moment to see it.";
    return { ok: false, status: 409, message, outcomeUnknown: true };
  }
  if (result.reason === "unknown") {
    const message =
      "The store could not find out whether your order was placed. Press the button again: it is never placed twice.";
    return { ok: false, status: 503, retryAfter: 1, message, outcomeUnknown: true };
  }
  if (result.reason === "too-many-orders") {
    const { retryAfter } = result;
    return { ok: false, status: 429, retryAfter, message: tooManyOrders(retryAfter) };
  }
  refresh();
  if (result.reason === "too-many") {
    const { retryAfter } = result;
    return { ok: false, status: 429, retryAfter, errors: { discount: explainCodeWait(retryAfter) } };
  }
  if (result.reason === "discount") {
    const discount = `${explainDiscountRefusal(result.refusal)}. Nothing was bought.`;
    return { ok: false, status: 409, errors: { discount } };
  }
  // The same status as in the API.
  const status = result.reason === "changed" || result.reason === "short" ? 409 : 422;
  const limited = result.reason === "short" && result.short.some(({ limit }) => limit !== undefined);
  return { ok: false, status, errors: { total: explainTotalError(result) }, limited };
}

function explainTotalError(
  result: Extract<BuyResult, { reason: "short" | "changed" | "empty" | "other-body" }>,
): string {
  switch (result.reason) {
    case "short":
      return `Nothing was bought: ${describeShort(result.short)}.`;
    case "changed":
      return `A price or your cart has changed: the total is now $${result.total}. Nothing was bought. Place the order again to accept the new total.`;
    case "empty":
      return "Your cart is empty. Add a product first.";
    case "other-body":
      return "This form was already sent with different contents. Send it again.";
  }
}

/** Adds the quote of the discount code, or why it can't be used, to the result; the rest of the result stays. */
async function addQuote(
  context: RequestContext,
  session: Session | null,
  values: Values,
  result: Exclude<ActionResult<CheckoutState>, { goTo: string }>,
): Promise<ActionResult<CheckoutState>> {
  const { discount = "", email = "" } = values;
  if (!session || result.errors?.discount || discount === "") return result;
  const { quote, error, retryAfter } = await quoteDiscount(
    session,
    { typed: discount, email },
    context.clientAddress,
    () => getCart(session.owner),
  );
  if (quote) return { ...result, quote };
  if (!error) return result;
  const status = retryAfter ? { status: 429, retryAfter } : { status: 422 };
  return { ...result, ...status, ok: false, errors: { ...result.errors, discount: error } };
}

/** Buys the cart, or with `go=apply` only applies the discount code. Either way the values of the form are kept. */
export const checkoutAction = formAction<"optional", z.ZodType<Values>, CheckoutState>(
  { visitor: "optional", fields: z.record(z.string(), z.string()) },
  async ({ context, visitor, fields }) => {
    const result: ActionResult<CheckoutState> =
      fields.go === "apply" ? { ok: true, values: { ...fields } } : await buy(context, visitor, fields);
    return "goTo" in result ? result : addQuote(context, visitor, fields, result);
  },
);

/** Reduces the lines that exceed the stock to what is in stock, and removes those that are sold out. */
export const reduceToStockAction = formAction(
  { visitor: "optional", fields: z.object({}) },
  async ({ visitor }): Promise<ActionResult> => {
    if (!visitor) return { goTo: "/cart" };
    const { owner } = visitor;
    const { items } = await getCart(owner);
    const shortage = items.filter(exceedsStock);
    await Promise.all(shortage.map((line) => setCartLine(owner, line.sku, Math.max(0, line.stock))));
    if (shortage.length === items.length && shortage.every((line) => line.stock <= 0)) return { goTo: "/cart" };
    refresh();
    return { ok: true, message: "Your cart now holds only what is in stock." };
  },
);
