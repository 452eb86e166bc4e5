import { config } from "../config.ts";
import { makeClusterClient } from "./cluster.ts";
import { makeClient, type Redis } from "./connection.ts";
import { isRedisAway, RedisUnavailableError } from "./unavailable.ts";

/** No command is waited for longer than this, in milliseconds; below the 2 s a request may take (DESIGN §6). */
const DEADLINE_MS = 1800;
/** A connection that has just broken is waited for so long; then requests fail at once, and none piles up. */
const GRACE_MS = 700;

export type { Redis };

interface Held {
  client: Redis;
  /** when the connection was lost, or was first wanted; null while it stands */
  lostAt: number | null;
  waiting: Promise<void> | null;
}

/** On globalThis, because Next.js may load this module once for pages and once for route handlers. */
const HELD = Symbol.for("fwr.redis");
const AWAY_AT = Symbol.for("fwr.redis.away-at");
const holder = globalThis as { [HELD]?: Held; [AWAY_AT]?: number };

/** Whether a command of this process has failed for want of Redis in the last so many milliseconds. */
export function wasRedisAway(withinMs: number): boolean {
  return Date.now() - (holder[AWAY_AT] ?? 0) < withinMs;
}

/** A connection to the Redis of the store, not connected yet: one server, or a cluster where only that is named. */
export function makeStoreClient(): Redis {
  const { REDIS_URL: url, REDIS_CLUSTER: nodes } = config();
  if (url) return makeClient(url);
  if (nodes) return makeClusterClient(nodes);
  throw new RedisUnavailableError("REDIS_URL is not set: start with `npm start`, or name a Redis");
}

function hold(): Held {
  if (holder[HELD]) return holder[HELD];
  const held: Held = { client: makeStoreClient(), lostAt: Date.now(), waiting: null };
  held.client.on("ready", () => {
    held.lostAt = null;
  });
  held.client.on("error", () => {
    held.lostAt ??= Date.now();
  });
  held.client.connect().catch(() => {});
  holder[HELD] = held;
  return held;
}

/** Waits for a connection that is being made, as long as it may still be a short break. All who wait wait together. */
async function becomeReady(held: Held): Promise<void> {
  const patience = GRACE_MS - (Date.now() - (held.lostAt ?? Date.now()));
  if (patience <= 0) throw new RedisUnavailableError("Redis is away");
  held.waiting ??= new Promise<void>((resolve) => {
    const timer = setTimeout(done, patience);
    function done(): void {
      clearTimeout(timer);
      held.client.off("ready", done);
      held.waiting = null;
      resolve();
    }
    held.client.once("ready", done);
  });
  await held.waiting;
  if (!held.client.isReady) throw new RedisUnavailableError("Redis is away");
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RedisUnavailableError("Redis did not answer in time")), DEADLINE_MS);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs work against Redis with the deadline of a request.
 * @throws RedisUnavailableError when Redis does not answer within 1.8 s or the connection is gone.
 */
export async function withRedis<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
  const held = hold();
  const { client } = held;
  try {
    return await withDeadline(client.isReady ? work(client) : becomeReady(held).then(() => work(client)));
  } catch (error) {
    if (!isRedisAway(error)) throw error;
    holder[AWAY_AT] = Date.now();
    throw new RedisUnavailableError("Redis does not answer", { cause: error });
  }
}

/**
 * Waits for Redis before a command at a terminal begins: a person waits longer than a request does.
 * @param patience in milliseconds
 * @throws RedisUnavailableError when it does not answer by then
 */
export async function awaitRedis(patience = 8000): Promise<void> {
  const until = Date.now() + patience;
  for (;;) {
    try {
      await withRedis((redis) => redis.ping());
      return;
    } catch (error) {
      if (!isRedisAway(error) || Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Closes the connection of this process; the next use opens another. */
export async function closeRedis(): Promise<void> {
  const held = holder[HELD];
  delete holder[HELD];
  held?.client.destroy();
}
