import type { Actor } from "#lib/account/operator.ts";
import type { AuditAct, AuditEvent } from "#lib/audit/schema.ts";
import { recordEvent } from "#lib/audit/store.ts";
import type { User } from "#lib/user/schema.ts";
import type { RequestContext } from "./request-context.ts";
import { clientOf } from "./visitor.ts";

/**
 * Records what users do to their own account. The round trips of recordEvent.
 * @param after the new value, where it is no secret
 */
export function recordOwn(
  context: RequestContext,
  { id, role }: Pick<User, "id" | "role">,
  what: AuditAct,
  after?: string,
): Promise<void> {
  const event = { what, who: id, on: `user:${id}`, ...clientOf(context), ...(after && { after }) };
  return recordEvent(event, { user: id, by: role === "admin" ? "store" : "user" });
}

/**
 * Records what an administrator does in the store. The round trips of recordEvent.
 * @param on what it is done to, such as the path of a picture
 * @param values before and after, where they are known and no secret
 */
export function recordAct(
  context: RequestContext,
  { id }: Pick<User, "id">,
  what: AuditAct,
  on: string,
  values: Pick<AuditEvent, "before" | "after"> = {},
): Promise<void> {
  return recordEvent({ what, who: id, on, ...values, ...clientOf(context) });
}

/**
 * Records that a user asked for what only administrators may do. The round trips of recordEvent.
 * @param path that was asked for
 */
export function recordRefusal(context: RequestContext, userId: string, path: string): Promise<void> {
  const event = { what: "refused", who: userId, on: path.slice(0, 200), ...clientOf(context) } as const;
  return recordEvent(event, { by: "user" });
}

/** Who acts, for what an administrator does to users (lib/account/operator.ts records that itself). */
export const actorOf = (context: RequestContext, { id }: Pick<User, "id">): Actor => ({
  who: id,
  ...clientOf(context),
});

/**
 * Records that an administrator has ended a session. The round trips of recordEvent.
 * @param userId whose it was; null for a guest
 */
export function recordEndedSession(
  context: RequestContext,
  admin: Pick<User, "id">,
  publicId: string,
  userId: string | null,
): Promise<void> {
  const on = userId === null ? `session:${publicId}` : `user:${userId}`;
  const event = { what: "sessions-revoked", on, ...actorOf(context, admin), before: publicId, after: "1" } as const;
  return recordEvent(event, userId === null ? {} : { user: userId });
}
