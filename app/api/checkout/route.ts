import { buyCart } from "#lib/order/checkout/buy.ts";
import { checkoutBody, idempotencyKey } from "#lib/order/schema.ts";
import { problem } from "#lib/web/problem.ts";
import { replyToCheckout } from "#lib/web/replies/order.ts";
import { route } from "#lib/web/route.ts";

/** Buys the cart. The same Idempotency-Key gives the same reply. No payment is taken. */
export const POST = route({ visitor: "optional", body: checkoutBody }, async ({ request, visitor, body }) => {
  const key = idempotencyKey.safeParse(request.headers.get("idempotency-key"));
  if (!key.success) return problem(400, "The header Idempotency-Key is needed: 1 to 255 printable characters");
  return replyToCheckout(visitor, await buyCart(visitor, key.data, body));
});
