import { z } from "zod";
import { decodeCursor, encodeCursor } from "#lib/cursor.ts";
import { logEvent } from "#lib/log.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { consumePoint, makeRateLimiter } from "#lib/redis/limits/rate-limiter.ts";
import { isoTime } from "#lib/time.ts";
import { type AuditEntry, type AuditEvent, type AuditFilter, auditFields, STRANGER } from "./schema.ts";

/** Entries kept: of the store, and of what a user sees. */
const MAX_ENTRIES = 10_000;
const MAX_ACTIVITY = 200;
/** How long a user's activity is kept after the last entry. */
const ACTIVITY_SECONDS = 180 * 86_400;

/**
 * Entries an hour, so that nobody pushes the acts of administrators out of the stream: by one user, by all users
 * together, and by strangers. What is left out is in the log, as far as that has it (lib/log.ts).
 */
const HOUR = { prefix: keys.limitAudit, durationSeconds: 3600 };
const userLimiter = makeRateLimiter({ ...HOUR, points: 60 });
const usersLimiter = makeRateLimiter({ ...HOUR, points: 1000 });
const strangersLimiter = makeRateLimiter({ ...HOUR, points: 100 });
/** Entries of one kind in a user's activity in a day, so that a thief can't hide a sign-in behind many of them. */
const activityLimiter = makeRateLimiter({ prefix: keys.limitActivity, durationSeconds: 86_400, points: 20 });

interface RecordOptions {
  /** the user whose activity shows it */
  user?: string | undefined;
  /** who can cause it as often as they like: "stranger" anybody, "user" whoever is or was signed in; "store" nobody */
  by?: "store" | "user" | "stranger";
}

/** Whether an event would be one too many. One or two round trips; none for what the store itself does. */
async function isTooMany(redis: Redis, { who, on }: AuditEvent, by: RecordOptions["by"]): Promise<boolean> {
  if (by === "store") return false;
  if (by === "stranger") return (await consumePoint(strangersLimiter(redis), "strangers")) !== null;
  const user = who === STRANGER ? on : `user:${who}`;
  if ((await consumePoint(userLimiter(redis), user)) !== null) return true;
  return (await consumePoint(usersLimiter(redis), "users")) !== null;
}

async function append(redis: Redis, key: string, event: AuditEvent, most: number): Promise<void> {
  const trim = { strategy: "MAXLEN", threshold: most } as const;
  const fields = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined && value !== ""));
  await redis.xAdd(key, "*", fields, { TRIM: trim });
}

/** The event as the user whom it concerns sees it: not from where an administrator acted, but from where a stranger did. */
function seenBy(user: string | undefined, event: AuditEvent): AuditEvent {
  if (event.who === STRANGER || event.who === user) return event;
  const { address: _, device: __, ...rest } = event;
  return rest;
}

/**
 * Writes an event to the log, the stream `audit` and, if a user is named, to that user's activity. Two to three round
 * trips. Never rejects: what happened has happened, and the log has it even when Redis does not.
 */
export async function recordEvent(event: AuditEvent, { user, by = "store" }: RecordOptions = {}): Promise<void> {
  const { what, ...fields } = event;
  logEvent(by === "stranger" ? "warn" : "info", what, fields);
  await withRedis(async (redis) => {
    const activity = keys.userActivity(user ?? "");
    const [leftOut, hidden] = await Promise.all([
      isTooMany(redis, event, by),
      user === undefined || consumePoint(activityLimiter(redis), `${user}:${what}`),
    ]);
    await Promise.all([
      !leftOut && append(redis, keys.audit, event, MAX_ENTRIES),
      hidden === null && append(redis, activity, seenBy(user, event), MAX_ACTIVITY),
      hidden === null && redis.expire(activity, ACTIVITY_SECONDS),
    ]);
  }).catch(() => {});
}

function toEntry({ id, message }: { id: string; message: unknown }): AuditEntry | [] {
  const fields = auditFields.safeParse({ ...(message as object) });
  return fields.success ? { id, at: isoTime(Number(id.split("-")[0]) / 1000), ...fields.data } : [];
}

/** The newest entries of a user's activity. One round trip. */
export async function listActivity(userId: string, count: number): Promise<AuditEntry[]> {
  const entries = await withRedis((redis) => redis.xRevRange(keys.userActivity(userId), "+", "-", { COUNT: count }));
  return (entries ?? []).flatMap(toEntry);
}

const position = z.tuple([z.string().regex(/^\d{1,20}-\d{1,20}$/)]);

/** Entries that are read at once. */
const BATCH = 500;

function matches(entry: AuditEntry, { what, who, on }: AuditFilter): boolean {
  return (
    (what === undefined || entry.what === what) &&
    (who === undefined || entry.who === who) &&
    (on === undefined || entry.on === on)
  );
}

/** The entries that match, newest first, from an id downwards. One round trip for each 500 entries of the stream. */
export async function* readAudit(filter: AuditFilter, before?: string): AsyncGenerator<AuditEntry> {
  for (let from = before ? `(${before}` : "+"; ; ) {
    const entries = (await withRedis((redis) => redis.xRevRange(keys.audit, from, "-", { COUNT: BATCH }))) ?? [];
    for (const entry of entries.flatMap(toEntry)) if (matches(entry, filter)) yield entry;
    const last = entries.at(-1);
    if (!last || entries.length < BATCH) return;
    from = `(${last.id}`;
  }
}

/**
 * A page of the audit stream, newest first. One round trip for each 500 entries that are looked through, at most 20.
 */
export async function listAudit({
  limit,
  cursor,
  ...filter
}: AuditFilter & { limit: number; cursor?: string | undefined }): Promise<{
  items: AuditEntry[];
  nextCursor: string | null;
}> {
  const [before] = decodeCursor(position, cursor) ?? [];
  const items: AuditEntry[] = [];
  for await (const entry of readAudit(filter, before)) {
    // One more than the page has: there is a next one.
    if (items.length === limit) return { items, nextCursor: encodeCursor([items.at(-1)?.id ?? ""]) };
    items.push(entry);
  }
  return { items, nextCursor: null };
}
