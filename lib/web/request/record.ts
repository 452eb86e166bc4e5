import type { AuditAct } from "#lib/audit/schema.ts";
import { recordEvent } from "#lib/audit/store.ts";
import type { RequestContext } from "./request-context.ts";
import { clientOf } from "./visitor.ts";

/** Records what users do to their own account. One round trip. @param after the new value, where it is no secret */
export function recordOwn(context: RequestContext, userId: string, what: AuditAct, after?: string): Promise<void> {
  const event = { what, who: userId, on: `user:${userId}`, ...clientOf(context), ...(after && { after }) };
  return recordEvent(event, { user: userId });
}

/** Records that a user asked for what only administrators may do. Two round trips. @param path that was asked for */
export function recordRefusal(context: RequestContext, userId: string, path: string): Promise<void> {
  const event = { what: "refused", who: userId, on: path.slice(0, 200), ...clientOf(context) } as const;
  return recordEvent(event, { byStranger: true });
}
