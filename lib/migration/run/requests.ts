import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import {
  type MigrationRequest,
  type MigrationStatus,
  migrationRequest,
  migrationStatus,
  NO_MIGRATION,
} from "#lib/migration/schema.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { retryWhileAway } from "#lib/redis/tasks/retry.ts";

/** How any process asks the one that has the migration, and what it answers. */

const asked = z.object({ id: z.string(), by: z.string(), request: migrationRequest });
/** What somebody asks. */
export type Asked = z.output<typeof asked>;

const answer = z.object({ ok: z.boolean(), reasons: z.array(z.string()) });
/** "ok", or why not, in sentences. */
export type Answer = z.output<typeof answer>;

const ANSWER_MS = 20_000;
const REPLY_SECONDS = 120;
const POLL_MS = 50;

/** Asks, and waits for the answer. @param by who asks */
export async function ask(request: MigrationRequest, by: string): Promise<Answer> {
  const id = randomUUID();
  const text = JSON.stringify({ id, by, request });
  await withRedis((redis) => redis.rPush(keys.migrationRequests, text));
  const giveUpAt = performance.now() + ANSWER_MS;
  const read = () =>
    withRedis((redis) => Promise.all([redis.getDel(keys.migrationReply(id)), redis.exists(keys.migrationLease)]));
  while (performance.now() < giveUpAt) {
    // Redis may be frozen on purpose.
    const [reply, lease] = await retryWhileAway(read, { everyMs: POLL_MS, forMs: 10_000 });
    if (reply !== null) return answer.parse(JSON.parse(reply));
    if (lease === 0) return { ok: false, reasons: ["No migration is under way."] };
    await sleep(POLL_MS);
  }
  return { ok: false, reasons: ["The process of the migration has not answered for 20 seconds."] };
}

/** The next thing that is asked; null when there is nothing. One round trip. */
export async function takeRequest(redis: Redis): Promise<Asked | null> {
  const text = await redis.lPop(keys.migrationRequests);
  if (text === null) return null;
  const parsed = asked.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : null;
}

/** One round trip. */
export async function reply(redis: Redis, { id }: Asked, value: Answer): Promise<void> {
  const expiration = { type: "EX", value: REPLY_SECONDS } as const;
  await redis.set(keys.migrationReply(id), JSON.stringify(value), { expiration });
}

/** The state of the migration, the last one if none is under way. One round trip. */
export async function readStatus(): Promise<MigrationStatus> {
  const [text, lease] = await withRedis((redis) =>
    Promise.all([redis.get(keys.migrationStatus), redis.exists(keys.migrationLease)]),
  );
  const parsed = migrationStatus.safeParse(text === null ? null : JSON.parse(text));
  if (!parsed.success) return NO_MIGRATION;
  const isAlive = lease === 1;
  const note =
    parsed.data.running && !isAlive ? "The process of the migration ended without a word." : parsed.data.note;
  return { ...parsed.data, running: parsed.data.running && isAlive, note };
}

const entry = z.object({
  at: z.string(),
  who: z.string().default(""),
  what: z.string(),
  guards: z.string().default(""),
});
/** Something that happened. */
export type LogEntry = z.output<typeof entry> & { id: string };

const LOG_KEPT = 1000;

/** Notes what happened, for the timeline. One round trip. */
export async function note(redis: Redis, who: string, what: string, guards = ""): Promise<void> {
  const at = new Date().toISOString();
  const trim = { TRIM: { strategy: "MAXLEN", strategyModifier: "~", threshold: LOG_KEPT } } as const;
  await redis.xAdd(keys.migrationLog, "*", { at, who, what, guards }, trim);
}

/** What happened, the newest first. One round trip. */
export async function readLog(limit: number): Promise<LogEntry[]> {
  const entries = await withRedis((redis) => redis.xRevRange(keys.migrationLog, "+", "-", { COUNT: limit }));
  return (entries ?? []).flatMap(({ id, message }) => {
    const parsed = entry.safeParse(message);
    return parsed.success ? [{ ...parsed.data, id }] : [];
  });
}
