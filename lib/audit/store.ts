import { z } from "zod";
import { decodeCursor, encodeCursor } from "#lib/cursor.ts";
import { logEvent } from "#lib/log.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { consumePoint, makeRateLimiter } from "#lib/redis/rate-limiter.ts";
import { isoTime } from "#lib/time.ts";
import { type AuditEntry, type AuditEvent, auditFields } from "./schema.ts";

/** Entries kept: of the store, and of what a user sees. */
const MAX_ENTRIES = 10_000;
const MAX_ACTIVITY = 50;
/** How long a user's activity is kept after the last entry. */
const ACTIVITY_SECONDS = 180 * 86_400;

/**
 * What strangers cause is recorded so often an hour; the log has more of it. Otherwise they could push the acts of
 * administrators out of the stream.
 */
const strangerLimiter = makeRateLimiter({ prefix: keys.limitAudit, points: 100, durationSeconds: 3600 });

interface RecordOptions {
  /** the user whose activity shows it */
  user?: string | undefined;
  /** whether anybody can cause it as often as they like */
  byStranger?: boolean;
}

async function append(redis: Redis, key: string, event: AuditEvent, most: number): Promise<void> {
  const trim = { strategy: "MAXLEN", threshold: most } as const;
  const fields = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined && value !== ""));
  await redis.xAdd(key, "*", fields, { TRIM: trim });
}

/**
 * Writes an event to the log, the stream `audit` and, if a user is named, to that user's activity. One round trip, two
 * for what strangers cause. Never rejects: what happened has happened, and the log has it even when Redis does not.
 */
export async function recordEvent(event: AuditEvent, { user, byStranger = false }: RecordOptions = {}): Promise<void> {
  const { what, ...fields } = event;
  logEvent(byStranger ? "warn" : "info", what, fields);
  await withRedis(async (redis) => {
    const isLeftOut = byStranger && (await consumePoint(strangerLimiter(redis), "all")) !== null;
    await Promise.all([
      !isLeftOut && append(redis, keys.audit, event, MAX_ENTRIES),
      user && append(redis, keys.userActivity(user), event, MAX_ACTIVITY),
      user && redis.expire(keys.userActivity(user), ACTIVITY_SECONDS),
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

/** A page of the audit stream, newest first. One round trip. */
export async function listAudit(
  limit: number,
  cursor?: string,
): Promise<{ items: AuditEntry[]; nextCursor: string | null }> {
  const [before] = decodeCursor(position, cursor) ?? [];
  const from = before ? `(${before}` : "+";
  const entries = (await withRedis((redis) => redis.xRevRange(keys.audit, from, "-", { COUNT: limit + 1 }))) ?? [];
  const page = entries.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.flatMap(toEntry),
    nextCursor: entries.length > limit && last ? encodeCursor([last.id]) : null,
  };
}
