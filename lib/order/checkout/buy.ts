import { countUnknownCode, secondsUntilRetry } from "#lib/discount/attempt-limit.ts";
import type { CheckoutBody } from "#lib/order/schema.ts";
import { saveAddress } from "#lib/order/store.ts";
import type { Session } from "#lib/session/schema.ts";
import { getUser } from "#lib/user/store.ts";
import { type CheckoutResult, checkout } from "./checkout.ts";
import { countGuestOrder, uncountGuestOrder } from "./guest-limit.ts";

export type BuyResult =
  | CheckoutResult
  | { ok: false; reason: "no-email" }
  /** Too many unknown codes came from this address; `retryAfter` in seconds. */
  | { ok: false; reason: "too-many"; retryAfter: number }
  /** Too many orders of guests came from this address; `retryAfter` in seconds. */
  | { ok: false; reason: "too-many-orders"; retryAfter: number };

/**
 * Buys the cart of a session. A signed-in shopper gets the account's e-mail address unless they give another one, and
 * their address is saved for the next order. The round trips of checkout; one more with a discount code, two for a
 * signed-in shopper, one or two for a guest from another machine.
 * @param key idempotency key
 * @param clientAddress for the limits on guessing discount codes and on orders of guests
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
  const guestWait = session.user ? null : await countGuestOrder(clientAddress);
  if (guestWait) return { ok: false, reason: "too-many-orders", retryAfter: guestWait };
  const result = await checkout({ owner: session.owner, key, body: { ...body, email } });
  if (!session.user && !result.ok) await uncountGuestOrder(clientAddress);
  if (!result.ok && result.reason === "discount" && result.refusal.rule === "unknown")
    await countUnknownCode(clientAddress);
  // The order is placed. If the address can't be saved, it only has to be typed again next time.
  if (result.ok && user) await saveAddress(user.id, body).catch(() => {});
  return result;
}
