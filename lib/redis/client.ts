import { createClient } from "redis";
import { config } from "../config.ts";
import { isRedisAway, RedisUnavailableError } from "./unavailable.ts";

/** No command is waited for longer than this, in milliseconds; below the 2 s a request may take (DESIGN §6). */
const DEADLINE_MS = 1800;
const RECONNECT_MAX_MS = 500;
/** A connection that has just broken is waited for so long; then requests fail at once, and none piles up. */
const GRACE_MS = 700;

/**
 * By default node-redis makes an AbortSignal for every command, which outlives it by five seconds: at 6,000 commands a
 * second that is 80 MB, a burst of 6,000 events each second, and a third of the time (measured). It helps only before a
 * command is sent, and {@link withRedis} has a deadline for that.
 */
export const NO_SIGNALS = { timeout: 0 };

/** A connection with deadlines, not connected yet. Most work goes through {@link withRedis}. */
export function makeClient(url: string) {
  const client = createClient({
    // The four settings work only together: a frozen server is noticed by socketTimeout, which would close an idle
    // client for good without the pings and without a reconnect strategy of one's own (DESIGN §7).
    ...(url.startsWith("unix://") ? {} : { url }),
    socket: {
      ...(url.startsWith("unix://") ? { path: url.slice("unix://".length), tls: false as const } : {}),
      connectTimeout: 1000,
      socketTimeout: 1000,
      reconnectStrategy: (retries) => Math.min(50 * 2 ** Math.min(retries, 6), RECONNECT_MAX_MS) + Math.random() * 50,
    },
    pingInterval: 300,
    disableOfflineQueue: true,
    commandsQueueMaxLength: 50_000,
    commandOptions: NO_SIGNALS,
  });
  // Without a listener an 'error' event ends the process. What failed is reported by the commands themselves.
  client.on("error", () => {});
  return client;
}

/** The connection of this process: commands of one tick travel together. */
export type Redis = ReturnType<typeof makeClient>;

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

function hold(): Held {
  if (holder[HELD]) return holder[HELD];
  const url = config().REDIS_URL;
  if (!url) throw new RedisUnavailableError("REDIS_URL is not set: start with `npm start`, or name a Redis");
  const held: Held = { client: makeClient(url), lostAt: Date.now(), waiting: null };
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
