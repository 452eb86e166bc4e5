import { isoTime } from "#lib/time.ts";
import type { Session } from "./schema.ts";

/** A session as API replies show it; times are ISO 8601. */
export function toPublicSession({ createdAt, lastActivity, currentPage, pageViews }: Session) {
  return { createdAt: isoTime(createdAt), lastActivity: isoTime(lastActivity), currentPage, pageViews };
}
