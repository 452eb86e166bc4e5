import { countUnknownCode, secondsUntilRetry } from "#lib/discount/attempt-limit.ts";
import type { CheckoutBody } from "#lib/order/schema.ts";
import { saveAddress } from "#lib/order/store.ts";
import type { Session } from "#lib/session/schema.ts";
import { getUser } from "#lib/user/store.ts";
import { type CheckoutResult, checkout } from "./checkout.ts";

export type BuyResult =
  | CheckoutResult
  | { ok: false; reason: "no-email" }
  /** Too many unknown codes came from this address; `retryAfter` in seconds. */
  | { ok: false; reason: "too-many"; retryAfter: number };

/**
 * Buys the cart of a session. A signed-in shopper gets the account's e-mail address unless they give another one, and
 * their address is saved for the next order. The round trips of checkout; one more with a discount code, two for a
 * signed-in shopper.
 * @param key idempotency key
 * @param clientAddress for the limit on guessing discount codes
 */
export async function buyCart(
  session: Session | null,
  key: string,
  body: CheckoutBody,
  clientAddress: string,
): Promise<BuyResult> {
  const user = session?.user ? await getUser(session.user.id) : null;
  const email = body.email ?? user?.email;
  if (!email) return { ok: false, reason: "no-email" };
  if (!session) return { ok: false, reason: "empty" };
  const retryAfter = body.discount ? await secondsUntilRetry(clientAddress) : null;
  if (retryAfter) return { ok: false, reason: "too-many", retryAfter };
  const result = await checkout({ owner: session.owner, key, body: { ...body, email } });
  if (!result.ok && result.reason === "discount" && result.refusal.rule === "unknown")
    await countUnknownCode(clientAddress);
  // The order is placed. If the address can't be saved, it only has to be typed again next time.
  if (result.ok && user) await saveAddress(user.id, body).catch(() => {});
  return result;
}
