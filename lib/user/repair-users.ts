import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import type { Repair } from "#lib/redis/repair/repair.ts";
import { type Position, walkKeys } from "#lib/redis/repair/walk.ts";
import { drawUserIdScript } from "#lib/user/scripts/draw-user-id.ts";
import { releaseReservation } from "./reservation.ts";
import { parseUser } from "./store.ts";

/** Users and names that are compared at once. */
const BATCH = 200;
/** Begins `user:`, `username_to_id:` and `email_to_id:`. */
const MATCH = "[ue]*";

type Name = "username" | "email";
const keyOf = (kind: Name, value: string) => (kind === "username" ? keys.usernameToId(value) : keys.emailToId(value));

async function readUser(redis: Redis, id: string) {
  return parseUser(id, await redis.hGetAll(keys.user(id)))?.user ?? null;
}

/** Whether a user who exists goes by a name. */
async function isNameOf(redis: Redis, id: string, kind: Name, name: string): Promise<boolean> {
  return (await readUser(redis, id))?.[kind].toLowerCase() === name.toLowerCase();
}

/** Gives a user the names that lead nowhere. One round trip, two more for a name that is another's. */
async function repairUser(repair: Repair, id: string): Promise<void> {
  const { redis } = repair;
  const user = await readUser(redis, id);
  if (!user || user.disabled) return;
  for (const kind of ["username", "email"] as const) {
    const name = user[kind];
    if (name === "") continue;
    const holder = await redis.get(keyOf(kind, name));
    if (holder === id || holder?.startsWith("retired:")) continue;
    if (holder !== null && (await isNameOf(redis, holder, kind, name))) {
      // The first user who gave an address has it, others with the same one have none.
      if (kind === "username") repair.noteOnly("names that two users have", `${holder} ${id}`);
      continue;
    }
    repair.note(
      kind === "username" ? "users whom their name does not find" : "users whom their address does not find",
      id,
    );
    if (repair.dryRun) continue;
    if (holder !== null) await releaseReservation(redis, keyOf(kind, name), holder);
    await redis.set(keyOf(kind, name), id, { condition: "NX" });
  }
}

/** Frees a name for good whose user does not exist, or has another one. Up to three round trips. */
async function repairName(repair: Repair, kind: Name, name: string): Promise<void> {
  const { redis } = repair;
  const key = keyOf(kind, name);
  // A registration or a change of name under way holds a name for a minute; one that was given up, for a month.
  const [holder, seconds] = await Promise.all([redis.get(key), redis.ttl(key)]);
  if (holder === null || seconds !== -1 || !/^\d+$/.test(holder)) return;
  if (await isNameOf(redis, holder, kind, name)) return;
  const [isLeaving] = await Promise.all([redis.sIsMember(keys.usersToDelete, holder)]);
  if (isLeaving) return;
  repair.note("names of users who do not exist", holder);
  if (!repair.dryRun) await releaseReservation(redis, key, holder);
}

/** Raises the counter of ids to the highest that is in use. One round trip, two when it is behind. */
async function repairCounter(repair: Repair, highest: number): Promise<void> {
  const counter = Number((await repair.redis.get(keys.userIds)) ?? 0);
  if (counter >= highest) return;
  repair.note("counters that are behind", `${keys.userIds} ${counter}, highest ${highest}`);
  if (!repair.dryRun) await drawUserIdScript(repair.redis, { userIds: keys.userIds, least: highest });
}

/**
 * Compares users with the names and addresses that lead to them, and with the counter of their ids. It may run while
 * people register and change their names. For each 2,000 keys of the database one round trip, and about two for each
 * user, in batches.
 * @param from where it was interrupted
 */
export async function repairUsers(repair: Repair, from?: Position): Promise<void> {
  let highest = 0;
  await walkKeys(repair, { part: "users", match: MATCH, ...(from && { from }) }, async (found) => {
    for (let first = 0; first < found.length; first += BATCH) {
      await Promise.all(
        found.slice(first, first + BATCH).map((key) => {
          const [, kind, name = ""] = /^(user|username_to_id|email_to_id):(.+)$/.exec(key) ?? [];
          if (kind === "user" && /^\d{1,15}$/.test(name)) highest = Math.max(highest, Number(name));
          if (kind === "user") return repairUser(repair, name);
          if (kind === "username_to_id") return repairName(repair, "username", name);
          return kind === "email_to_id" ? repairName(repair, "email", name) : null;
        }),
      );
    }
  });
  await repairCounter(repair, highest);
}
