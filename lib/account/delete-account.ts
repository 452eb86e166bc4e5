import { recordEvent } from "#lib/audit/store.ts";
import { anonymizeOrders } from "#lib/order/anonymize.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { deleteOtherSessions } from "#lib/session/user-sessions.ts";
import { nowSeconds } from "#lib/time.ts";
import { releaseReservation } from "#lib/user/reservation.ts";
import type { User } from "#lib/user/schema.ts";
import { changeUser, getUser } from "#lib/user/store.ts";
import { factorKeys } from "./second-factor/factors.ts";
import { confirmPassword, type PasswordRefusal } from "./sign-in/authenticate.ts";
import type { Client } from "./sign-in/known-devices.ts";

/** Deletions that one call of the background job finishes at most. */
const BATCH = 100;

/**
 * Removes everything of a user whose deletion has begun: sessions, the name on orders, cart, lists and reservations.
 * The user's hash goes last, so a crash at any point can be repaired by running this again. About ten round trips.
 */
async function finishDeletion(id: string): Promise<void> {
  await deleteOtherSessions(id, null);
  await anonymizeOrders(id);
  const user = await getUser(id);
  await withRedis(async (redis) => {
    const cart = [keys.cart(id), keys.cartMerged(id), keys.cartLeftOut(id)];
    const wishlist = [keys.wishlist(id), keys.wishlistMerged(id), keys.wishlistLeftOut(id)];
    await Promise.all([
      ...[
        ...cart,
        ...wishlist,
        ...factorKeys(id),
        keys.recent(id),
        keys.userAddress(id),
        keys.userDevices(id),
        keys.userEmails(id),
        keys.userActivity(id),
      ].map((key) => redis.del(key)),
      user && releaseReservation(redis, keys.usernameToId(user.username), id),
      user && releaseReservation(redis, keys.emailToId(user.email), id),
    ]);
    await redis.del(keys.user(id));
  });
  // A sign-in that was under way when the account was disabled may have added its session to the index since.
  await deleteOtherSessions(id, null);
  await withRedis((redis) => redis.sRem(keys.usersToDelete, id));
}

/** Finishes deletions that a crash interrupted. One round trip when there are none. @returns how many were finished */
export async function finishDeletions(): Promise<number> {
  const ids = await withRedis((redis) => redis.sRandMemberCount(keys.usersToDelete, BATCH));
  for (const id of ids) await finishDeletion(id);
  return ids.length;
}

/**
 * Deletes an account after checking its password. The deletion is recorded and the account disabled before anything is
 * removed; after that the deletion always completes, if need be by a background job. About 15 round trips, one bcrypt.
 */
export async function deleteAccount(
  user: User,
  password: string,
  client: Client,
): Promise<{ ok: true } | PasswordRefusal | { ok: false; reason: "admin" }> {
  // Otherwise a store could end up without any administrator, and the configured one would be created anew.
  if (user.role === "admin") return { ok: false, reason: "admin" };
  const confirmed = await confirmPassword(user, password, client);
  if (!confirmed.ok) return confirmed;
  const disabled = await withRedis(async (redis) => {
    await redis.sAdd(keys.usersToDelete, user.id);
    const fields = { disabled_at: nowSeconds() };
    if (await changeUser(redis, user.id, { passwordHash: confirmed.passwordHash }, fields)) return true;
    await redis.sRem(keys.usersToDelete, user.id);
    return false;
  });
  if (!disabled) return { ok: false, reason: "mismatch" };
  await recordEvent({ what: "account-deleted", who: user.id, on: `user:${user.id}`, ...client }, { by: "user" });
  await finishDeletion(user.id);
  return { ok: true };
}
