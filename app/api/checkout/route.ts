import { buyCart } from "#lib/order/checkout/buy.ts";
import { checkoutBody, idempotencyKey } from "#lib/order/schema.ts";
import { replyToCheckout } from "#lib/web/replies/order.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { route } from "#lib/web/routes/route.ts";

/** Buys the cart. The same Idempotency-Key gives the same reply. No payment is taken. */
export const POST = route({ visitor: "optional", body: checkoutBody }, async ({ context, visitor, body }) => {
  const key = idempotencyKey.safeParse(context.header("idempotency-key"));
  if (!key.success) return problem(400, "The header Idempotency-Key is required: 1 to 255 printable ASCII characters");
  return replyToCheckout(visitor, await buyCart(visitor, key.data, body, context.clientAddress));
});
