import { countUnknownCode, secondsUntilRetry } from "#lib/discount/attempt-limit.ts";
import { logError } from "#lib/log.ts";
import type { CheckoutBody } from "#lib/order/schema.ts";
import { saveAddress } from "#lib/order/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { isReadOnlyError, RedisUnavailableError } from "#lib/redis/unavailable.ts";
import type { Session } from "#lib/session/schema.ts";
import type { User } from "#lib/user/schema.ts";
import { getUser } from "#lib/user/store.ts";
import { type CheckoutResult, checkout, findCheckout } from "./checkout.ts";
import { countGuestOrder, uncountGuestOrder } from "./guest-limit.ts";
import { fingerprintOf, orderIdOf } from "./idempotency.ts";

export type BuyResult =
  | CheckoutResult
  | { ok: false; reason: "no-email" }
  /** Something failed before the order was known to be placed or not: the same key tells, once the store answers. */
  | { ok: false; reason: "unknown" }
  /** Too many unknown codes came from this address; `retryAfter` in seconds. */
  | { ok: false; reason: "too-many"; retryAfter: number }
  /** Too many orders of guests came from this address; `retryAfter` in seconds. */
  | { ok: false; reason: "too-many-orders"; retryAfter: number };

async function buy(
  session: Session,
  key: string,
  body: CheckoutBody,
  { clientAddress, user }: { clientAddress: string; user: User | null },
): Promise<BuyResult> {
  const email = body.email ?? user?.email;
  if (!email) return { ok: false, reason: "no-email" };
  // Of the body as it was sent: a repetition stays one if the account has another address by then.
  const request = { owner: session.owner, key, body: { ...body, email }, fingerprint: fingerprintOf(body) };
  // Before any limit: a key that was used tells what became of its order, to whoever asks however often.
  const { order: existing, result: earlier } = await findCheckout(request);
  if (earlier) return earlier;
  const retryAfter = body.discount ? await secondsUntilRetry(clientAddress) : null;
  if (retryAfter) return { ok: false, reason: "too-many", retryAfter };
  const guestWait = session.user ? null : await countGuestOrder(clientAddress);
  if (guestWait) return { ok: false, reason: "too-many-orders", retryAfter: guestWait };
  const result = await checkout({ ...request, existing });
  // From here on the result is known, and nothing that fails may hide it.
  const done: Promise<unknown>[] = [];
  if (!session.user && !result.ok) done.push(uncountGuestOrder(clientAddress));
  if (!result.ok && result.reason === "discount" && result.refusal.rule === "unknown")
    done.push(countUnknownCode(clientAddress));
  // If the address can't be saved, it only has to be typed again next time.
  if (result.ok && user) done.push(saveAddress(user.id, body));
  await Promise.allSettled(done);
  return result;
}

const hasBegun = ({ owner }: Session, key: string) =>
  withRedis(async (redis) => (await redis.exists(keys.order(orderIdOf(owner.id, key)))) === 1).catch(() => true);

/**
 * Buys the cart of a session. A signed-in shopper gets the account's e-mail address unless they give another one, and
 * their address is saved for the next order. The round trips of checkout; one more with a discount code, two for a
 * signed-in shopper, one or two for a guest from another machine.
 * @param key idempotency key
 * @param clientAddress for the limits on guessing discount codes and on orders of guests
 * @throws RedisUnavailableError only when Redis refuses writes and nothing of the order was begun
 */
export async function buyCart(
  session: Session | null,
  key: string,
  body: CheckoutBody,
  clientAddress: string,
): Promise<BuyResult> {
  try {
    const user = session?.user ? await getUser(session.user.id) : null;
    if (!session) return { ok: false, reason: body.email ? "empty" : "no-email" };
    return await buy(session, key, body, { clientAddress, user });
  } catch (error) {
    // Nothing was begun if there is no order: then it is known that none was placed, and why.
    if (session && isReadOnlyError(error) && !(await hasBegun(session, key))) throw error;
    if (!(error instanceof RedisUnavailableError)) logError("checkout-failed", error);
    return { ok: false, reason: "unknown" };
  }
}
