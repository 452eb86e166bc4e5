import { getCart } from "#lib/cart/store.ts";
import { explainRefusal } from "#lib/discount/explain.ts";
import type { BuyResult } from "#lib/order/checkout/buy.ts";
import { discountOf } from "#lib/order/lifecycle/discount-use.ts";
import type { Order, ShortLine } from "#lib/order/schema.ts";
import type { Session } from "#lib/session/schema.ts";
import { invalid, problem } from "#lib/web/problem.ts";
import { json } from "#lib/web/route.ts";

const iso = (seconds: number | undefined) => (seconds ? new Date(seconds * 1000).toISOString() : null);

/** An order as the reply to its checkout shows it: the same however often it is asked for, whatever becomes of it. */
export function toConfirmation(order: Order) {
  const { id, lines, total, placed_at } = order;
  const shown = lines.map(({ image: _, ...line }) => line);
  const { code, amount } = discountOf(order) ?? {};
  const discount = code ? { discount: { code, amount } } : {};
  return { id, status: "placed", lines: shown, ...discount, total, placedAt: iso(placed_at) };
}

/** An order as its owner sees it. */
export function toOrderReply(order: Order) {
  const { status, email, name, address, city, postcode, country, short, refusal } = order;
  return {
    ...toConfirmation(order),
    status,
    ...{ shippedAt: iso(order.shipped_at), deliveredAt: iso(order.delivered_at), cancelledAt: iso(order.cancelled_at) },
    ...{ email, name, address, city, postcode, country },
    ...(status === "rejected" ? { short } : {}),
    ...(refusal ? { refusal: `The discount code ${explainRefusal(refusal)}` } : {}),
  };
}

/** Which lines are short, in plain words. */
export function describeShort(short: readonly ShortLine[]): string {
  return short
    .map(({ name, wanted, available }) =>
      available === 0 ? `${name} is sold out` : `only ${available} of ${name} left, you wanted ${wanted}`,
    )
    .join("; ");
}

/** The reply to a checkout: 201 and the order, or why there is none. */
export async function replyToCheckout(session: Session | null, result: BuyResult): Promise<Response> {
  if (result.ok) return json({ order: toConfirmation(result.order) }, 201);
  const { reason } = result;
  switch (reason) {
    case "no-email":
      return invalid({ email: "is needed" });
    case "other-body":
      return problem(422, "This Idempotency-Key came with another body before; take a new one");
    case "empty":
      return problem(409, "Your cart is empty", { members: { reason } });
    case "under-way":
      return problem(409, "This checkout is under way; ask again with the same key", {
        retryAfter: 1,
        members: { reason },
      });
    case "changed": {
      const { cart, total } = result;
      const detail = `Your cart comes to ${total} now. Nothing was bought; look at it and confirm.`;
      return problem(409, detail, { members: { reason, total, cart } });
    }
    case "discount": {
      const { code, refusal } = result;
      const detail = `Nothing was bought: the discount code ${code} ${explainRefusal(refusal)}`;
      const cart = session ? await getCart(session.owner) : undefined;
      return problem(409, detail, { members: { reason, discount: { code, rule: refusal.rule }, cart } });
    }
    case "too-many": {
      const detail = "Too many codes that are none were tried from here; buy without one, or try again later";
      return problem(429, detail, { retryAfter: result.retryAfter });
    }
    case "short": {
      const { short } = result;
      const detail = `Nothing was bought: ${describeShort(short)}`;
      const cart = session ? await getCart(session.owner) : undefined;
      return problem(409, detail, { members: { reason, short, cart } });
    }
  }
}
