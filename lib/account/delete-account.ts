import { anonymizeOrders } from "#lib/order/anonymize.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { deleteOtherSessions } from "#lib/session/user-sessions.ts";
import { nowSeconds } from "#lib/time.ts";
import { releaseReservation } from "#lib/user/reservation.ts";
import type { User } from "#lib/user/schema.ts";
import { changeUser, getUser } from "#lib/user/store.ts";
import { confirmPassword, type PasswordRefusal } from "./authenticate.ts";

/** Leavers finished in one go of the housekeeping. */
const BATCH = 100;

/**
 * Removes what is left of a user who has asked to leave: orders lose the name, then carts and lists go, the names come
 * free, and the user goes last of all, so that it may stop anywhere and be done again. About ten round trips.
 */
async function finishDeletion(id: string): Promise<void> {
  await deleteOtherSessions(id, null);
  await anonymizeOrders(id);
  const user = await getUser(id);
  await withRedis(async (redis) => {
    const cart = [keys.cart(id), keys.cartMerged(id), keys.cartLeftOut(id)];
    const wishlist = [keys.wishlist(id), keys.wishlistMerged(id), keys.wishlistLeftOut(id)];
    await Promise.all([
      ...[...cart, ...wishlist, keys.recent(id), keys.userAddress(id)].map((key) => redis.del(key)),
      user && releaseReservation(redis, keys.usernameToId(user.username), id),
      user && releaseReservation(redis, keys.emailToId(user.email), id),
    ]);
    await redis.del(keys.user(id));
  });
  // A sign-in that was under way when the account was shut has seen that; this is for the session it ended itself.
  await deleteOtherSessions(id, null);
  await withRedis((redis) => redis.sRem(keys.usersLeaving, id));
}

/** Finishes what a crash left of users who have asked to leave. One round trip when there is none. */
export async function finishDeletions(): Promise<number> {
  const ids = await withRedis((redis) => redis.sRandMemberCount(keys.usersLeaving, BATCH));
  for (const id of ids) await finishDeletion(id);
  return ids.length;
}

/**
 * Deletes the account of a user who knows its password. The wish is noted and the account shut before anything is
 * removed; from then on it is carried out, by the housekeeping if need be.
 */
export async function deleteAccount(
  user: User,
  password: string,
  address: string,
): Promise<{ ok: true } | PasswordRefusal | { ok: false; reason: "admin" }> {
  // Else a store could be left without any, or the configured one would come back without its password.
  if (user.role === "admin") return { ok: false, reason: "admin" };
  const confirmed = await confirmPassword(user, password, address);
  if (!confirmed.ok) return confirmed;
  const shut = await withRedis(async (redis) => {
    await redis.sAdd(keys.usersLeaving, user.id);
    const fields = { disabled_at: nowSeconds() };
    if (await changeUser(redis, user.id, confirmed.passwordHash, fields)) return true;
    await redis.sRem(keys.usersLeaving, user.id);
    return false;
  });
  if (!shut) return { ok: false, reason: "mismatch" };
  await finishDeletion(user.id);
  return { ok: true };
}
