import { logEvent } from "#lib/log.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { drawUserIdScript } from "#lib/user/scripts/draw-user-id.ts";

/**
 * What a user id may have left behind: who is given the id again would find it. The hash itself may be lost, and the
 * rest not, when they lie on different nodes of a cluster.
 */
const keysOfUser = (id: string) => [
  ...[keys.user(id), keys.userAddress(id), keys.userActivity(id), keys.userDevices(id), keys.userSecondFactor(id)],
  ...[keys.userPasskeys(id), keys.userRecoveryCodes(id), keys.sessionsOf(id), keys.ordersOf(id)],
  ...[keys.cart(id), keys.wishlist(id), keys.recent(id)],
];

async function isUsed(redis: Redis, id: string): Promise<boolean> {
  const found = await Promise.all(keysOfUser(id).map((key) => redis.exists(key)));
  return found.includes(1);
}

/**
 * Draws an id that belongs to nobody. The counter may be older than the users, after a failover, an eviction or a
 * restored backup; then it is raised, each time by twice as much, so that n users take about log2(n) draws. Two round
 * trips, and two for each of those. Two processes may still be given one id, so whoever writes the user does it with
 * the script create-user.
 */
export async function drawUserId(redis: Redis): Promise<string> {
  let least = 0;
  for (let step = 1; ; step *= 2) {
    const [number, wasReplaced] = await drawUserIdScript(redis, { userIds: keys.userIds, least });
    if (wasReplaced) logEvent("warn", "key-damaged", { key: keys.userIds, found: "no number; it begins anew" });
    const id = String(number);
    if (!(await isUsed(redis, id))) {
      if (step > 1) logEvent("warn", "user-ids-behind", { key: keys.userIds, "raised-to": id });
      return id;
    }
    least = number + step;
  }
}
