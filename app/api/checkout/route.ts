import { problem } from "#lib/http/problem.ts";
import { route } from "#lib/http/route.ts";
import { buyCart } from "#lib/order/buy.ts";
import { replyToCheckout } from "#lib/order/reply.ts";
import { checkoutBody, idempotencyKey } from "#lib/order/schema.ts";

/** Buys the cart. The same Idempotency-Key gives the same reply. No payment is taken. */
export const POST = route({ visitor: "optional", body: checkoutBody }, async ({ request, visitor, body }) => {
  const key = idempotencyKey.safeParse(request.headers.get("idempotency-key"));
  if (!key.success) return problem(400, "The header Idempotency-Key is needed: 1 to 255 printable characters");
  return replyToCheckout(visitor, await buyCart(visitor, key.data, body));
});
