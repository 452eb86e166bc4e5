import { type AuditAct, type AuditEvent, OPERATOR } from "#lib/audit/schema.ts";
import { recordEvent } from "#lib/audit/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { deleteOtherSessions } from "#lib/session/user-sessions.ts";
import { nowSeconds } from "#lib/time.ts";
import { hashPassword } from "#lib/user/password.ts";
import type { User } from "#lib/user/schema.ts";
import { changeUser, findStoredUser, getUser, parseUser } from "#lib/user/store.ts";
import { removeFactors } from "./second-factor/factors.ts";

/** What an operator can do to users, from the command line or an admin page. Each act is recorded. */

/** Who acts: an administrator with the client that they use, or somebody at a terminal. */
export type Actor = Pick<AuditEvent, "who" | "address" | "device">;
const AT_TERMINAL: Actor = { who: OPERATOR };

type Values = Pick<AuditEvent, "before" | "after">;

function record(what: AuditAct, id: string, by: Actor, values: Values = {}): Promise<void> {
  return recordEvent({ what, ...by, on: `user:${id}`, ...values }, { user: id });
}

async function changeAndEndSessions(
  id: string,
  fields: Record<string, string>,
  what: AuditAct,
  by: Actor,
  values?: Values,
): Promise<boolean> {
  const changed = await withRedis((redis) => changeUser(redis, id, {}, fields));
  // Only after the change: a sign-in under way either sees it or has its session in the index (createUserSession).
  if (changed) await Promise.all([deleteOtherSessions(id, null), record(what, id, by, values)]);
  return changed;
}

/**
 * Grants or revokes the administrator role and ends the user's sessions.
 * @returns false when there is no such user. Three round trips, five when there are sessions
 */
export async function setRole(id: string, role: User["role"], by = AT_TERMINAL): Promise<boolean> {
  const before = (await getUser(id))?.role;
  return changeAndEndSessions(id, { role }, "role-changed", by, { ...(before && { before }), after: role });
}

/**
 * Disables an account and ends the user's sessions.
 * @returns false when there is no such user. Two round trips, four when there are sessions
 */
export async function disableUser(id: string, by = AT_TERMINAL): Promise<boolean> {
  const values = { before: "enabled", after: "disabled" };
  return changeAndEndSessions(id, { disabled_at: nowSeconds() }, "account-disabled", by, values);
}

/** Enables a disabled account. @returns false when it was not disabled. Two round trips */
export async function enableUser(id: string, by = AT_TERMINAL): Promise<boolean> {
  const enabled = (await withRedis((redis) => redis.hDel(keys.user(id), "disabled_at"))) === 1;
  if (enabled) await record("account-enabled", id, by, { before: "disabled", after: "enabled" });
  return enabled;
}

/**
 * Sets a new password without asking for the old one, and ends the user's sessions.
 * @returns false when there is no such user or too many passwords wait to be hashed. Up to four round trips, one bcrypt
 */
export async function setPassword(id: string, password: string, by = AT_TERMINAL): Promise<boolean> {
  const hash = await hashPassword(password);
  return hash !== null && changeAndEndSessions(id, { password_hash: hash }, "password-set", by);
}

/**
 * Takes away the second factors that a user has lost, and ends the user's sessions.
 * @returns false when there were none. Three round trips, five when there are sessions
 */
export async function resetFactors(id: string, by = AT_TERMINAL): Promise<boolean> {
  const removed = await removeFactors(id);
  if (removed) await record("second-factor-removed", id, by, { after: "all" });
  return removed;
}

/**
 * Ends the sessions of a user, whatever their number. The round trips of deleteOtherSessions.
 * @param keepSid null to end all
 * @returns how many were ended
 */
export async function endUserSessions(id: string, keepSid: string | null, by: Actor): Promise<number> {
  const ended = await deleteOtherSessions(id, keepSid);
  if (ended > 0) await record("sessions-revoked", id, by, { after: String(ended) });
  return ended;
}

/**
 * The user with a name, or with an id that is written as `#7`, or null. A bare number is a name: older accounts may
 * have one, and a user named 7 must not be taken for the user with the id 7. One or two round trips.
 */
export async function findUser(reference: string): Promise<User | null> {
  if (reference.startsWith("#")) return getUser(reference.slice(1));
  return (await findStoredUser(reference))?.user ?? null;
}

/**
 * Lists users in the order of their ids. Two round trips.
 * @param first id of the page
 * @param count ids in a page; deleted users leave gaps
 * @returns the users, and the first id of the next page or null
 */
export async function listUsers(first: number, count: number): Promise<{ users: User[]; next: number | null }> {
  return withRedis(async (redis) => {
    const last = Number((await redis.get(keys.userIds)) ?? 0);
    const ids = Array.from({ length: Math.max(0, Math.min(count, last - first + 1)) }, (_, i) => String(first + i));
    const hashes = await Promise.all(ids.map((id) => redis.hGetAll(keys.user(id))));
    const users = ids.flatMap((id, i) => parseUser(id, hashes[i])?.user ?? []);
    return { users, next: first + count <= last ? first + count : null };
  });
}
