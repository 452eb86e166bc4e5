import type { Session } from "./schema.ts";

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

/** A session as replies show it; times are ISO 8601. */
export function toPublicSession({ createdAt, lastActivity, currentPage, pageViews }: Session) {
  return { createdAt: iso(createdAt), lastActivity: iso(lastActivity), currentPage, pageViews };
}
