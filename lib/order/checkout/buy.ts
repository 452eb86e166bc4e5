import { countUnknownCode, secondsUntilRetry } from "#lib/discount/attempt-limit.ts";
import type { CheckoutBody } from "#lib/order/schema.ts";
import { rememberAddress } from "#lib/order/store.ts";
import type { Session } from "#lib/session/schema.ts";
import { getUser } from "#lib/user/store.ts";
import { type CheckoutResult, checkout } from "./checkout.ts";

export type BuyResult =
  | CheckoutResult
  | { ok: false; reason: "no-email" }
  /** Too many codes were guessed from this address: seconds to wait. */
  | { ok: false; reason: "too-many"; retryAfter: number };

/**
 * Buys the cart of a session. A signed-in shopper's e-mail address is the account's unless they give another, and
 * where the order goes is remembered for them.
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
  // The order stands; that the address will have to be typed again is no reason to say otherwise.
  if (result.ok && user) await rememberAddress(user.id, body).catch(() => {});
  return result;
}
