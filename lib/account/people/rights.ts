import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type Actor, disableUser, enableUser, setRole } from "#lib/account/operator.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { unlock } from "#lib/redis/tasks/unlock.ts";
import type { User } from "#lib/user/schema.ts";
import { getUser } from "#lib/user/store.ts";

/** How long the lock is held at most, and how often and after how many milliseconds it is tried again. */
const LOCK_MS = 10_000;
const RETRIES = 40;
const RETRY_MS = 50;

/** Body of PATCH /api/admin/users/<id>. */
export const rightsBody = z
  .object({ role: z.enum(["shopper", "admin"]).optional(), disabled: z.boolean().optional() })
  .refine((body) => body.role !== undefined || body.disabled !== undefined, "must have role or disabled");
export type Rights = z.output<typeof rightsBody>;

/**
 * Why rights were not changed; "self": nobody takes rights from themselves, so that an administrator is left; "not-admin":
 * whoever asks is no administrator any more; "busy": somebody else is changing rights.
 */
export type RightsRefusal = "unknown" | "self" | "not-admin" | "busy";

async function whileLocked<T>(work: () => Promise<T>): Promise<T | null> {
  const token = randomBytes(12).toString("base64url");
  const lock = { condition: "NX", expiration: { type: "PX", value: LOCK_MS } } as const;
  for (let tries = 0; (await withRedis((redis) => redis.set(keys.rightsLock, token, lock))) === null; tries++) {
    if (tries === RETRIES) return null;
    await sleep(RETRY_MS);
  }
  try {
    return await work();
  } finally {
    // One that is not released expires.
    await withRedis((redis) => unlock(redis, { lock: keys.rightsLock, token })).catch(() => {});
  }
}

/**
 * Changes the role of a user, or disables or enables them, by an administrator. What is so already stays so and is not
 * recorded. A change ends the user's sessions. At every moment there is an administrator: nobody can take their own rights,
 * and of two who take those of each other the second is none any more, because one change is made at a time. Four round
 * trips, and those of the changes.
 */
export async function changeRights(
  by: Actor,
  id: string,
  { role, disabled }: Rights,
): Promise<{ ok: true; user: User } | { ok: false; reason: RightsRefusal }> {
  if (id === by.who && (role === "shopper" || disabled)) return { ok: false, reason: "self" };
  const result = await whileLocked(async () => {
    const [asking, user] = await Promise.all([getUser(by.who), getUser(id)]);
    if (asking?.role !== "admin" || asking.disabled) return { ok: false, reason: "not-admin" } as const;
    if (!user) return { ok: false, reason: "unknown" } as const;
    if (role !== undefined && role !== user.role) await setRole(id, role, by);
    if (disabled === true && !user.disabled) await disableUser(id, by);
    if (disabled === false && user.disabled) await enableUser(id, by);
    const changed = await getUser(id);
    return changed ? ({ ok: true, user: changed } as const) : ({ ok: false, reason: "unknown" } as const);
  });
  return result ?? { ok: false, reason: "busy" };
}

/** Why rights were not changed, in a sentence. */
export const RIGHTS_REFUSALS: Readonly<Record<RightsRefusal, string>> = {
  unknown: "There is no such user",
  self: "You can't disable your own account or take away your own rights, so that the store always has an administrator",
  "not-admin": "You are no administrator any more",
  busy: "Another administrator is changing rights at this moment; try again",
};
