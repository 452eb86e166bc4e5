import { getCart } from "#lib/cart/store.ts";
import { explainDiscountRefusal } from "#lib/discount/explain.ts";
import type { BuyResult } from "#lib/order/checkout/buy.ts";
import { describeShort, toConfirmation } from "#lib/order/public-order.ts";
import type { Session } from "#lib/session/schema.ts";
import { formatWait } from "#lib/text.ts";
import { REQUIRED } from "#lib/validation.ts";
import { invalid, problem } from "#lib/web/routes/problem.ts";
import { json, type Reply } from "#lib/web/routes/reply.ts";

/** @param retryAfter seconds */
export function tooManyOrders(retryAfter: number): string {
  return `Too many orders without an account came from your address. Sign in, or try again ${formatWait(retryAfter)}.`;
}

const ORDER_UNKNOWN =
  "The store could not find out whether the order was placed. Send the same order again, with the same Idempotency-Key: it is never placed twice.";

/**
 * The reply to a checkout: 201 and the order, 202 while no replica of Redis has acknowledged it, or a problem document
 * with the reason why there is none.
 */
export async function replyToCheckout(session: Session | null, result: BuyResult): Promise<Reply> {
  if (result.ok) {
    const order = toConfirmation(result.order);
    return result.confirmed ? json({ order }, 201) : json({ order, confirmed: false }, 202);
  }
  const { reason } = result;
  const readCart = async () => (session ? await getCart(session.owner) : undefined);
  switch (reason) {
    case "no-email":
      return invalid({ email: REQUIRED });
    case "other-body":
      return problem(422, "This Idempotency-Key was already used with a different body; use a new one");
    case "empty":
      return problem(409, "Your cart is empty", { members: { reason } });
    case "under-way": {
      const detail = "This checkout is still in progress; ask again with the same key";
      return problem(409, detail, { retryAfter: 1, members: { reason } });
    }
    case "unknown":
      return problem(503, ORDER_UNKNOWN, { retryAfter: 1 });
    case "changed": {
      const { cart, total } = result;
      const detail = `The total of your cart is now ${total}. Nothing was bought; review it and confirm.`;
      return problem(409, detail, { members: { reason, total, cart } });
    }
    case "discount": {
      const { code, refusal } = result;
      const detail = `Nothing was bought: the discount code ${code} ${explainDiscountRefusal(refusal)}`;
      return problem(409, detail, {
        members: { reason, discount: { code, rule: refusal.rule }, cart: await readCart() },
      });
    }
    case "too-many": {
      const detail =
        "Too many unknown discount codes were tried from your address; buy without one, or try again later";
      return problem(429, detail, { retryAfter: result.retryAfter });
    }
    case "too-many-orders":
      return problem(429, tooManyOrders(result.retryAfter), { retryAfter: result.retryAfter });
    case "short": {
      const { short } = result;
      const detail = `Nothing was bought: ${describeShort(short)}`;
      return problem(409, detail, { members: { reason, short, cart: await readCart() } });
    }
  }
}
