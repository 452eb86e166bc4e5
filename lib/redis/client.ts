import { SocketTimeoutError } from "redis";
import { config } from "#lib/config.ts";
import { processWide } from "#lib/process-wide.ts";
import { makeClusterClient } from "./cluster.ts";
import { type ConnectionListener, makeClient, type Redis } from "./connection.ts";
import { followPrimary } from "./sentinel.ts";
import { isRedisAway, RedisUnavailableError } from "./unavailable.ts";

/** No command is waited for longer than this, in milliseconds; below the 2 s a request may take . */
const DEADLINE_MS = 1500;
/** A connection on which nothing was answered for so long while somebody waited is given up, in milliseconds. */
const SILENCE_MS = 1000;
/** A connection that has just broken is waited for so long; then requests fail at once, and none piles up. */
const GRACE_MS = 700;

export type { Redis };

interface Held {
  /** the one that stands, or stood last */
  client: Redis | null;
  /** when the connection was lost, or was first wanted; null while it stands */
  lostAt: number | null;
  /** what the last attempt ended with */
  why: unknown;
  /** when anything was answered last */
  answeredAt: number;
  waiting: Promise<void> | null;
  /** what ends the waiting before its time */
  wake(): void;
  close(): void;
}

/** The connection of this process, and when a command failed last for want of Redis. */
const state = processWide("redis", () => ({ held: null as Held | null, awayAt: 0 }));

/** Whether a command of this process has failed for want of Redis in the last so many milliseconds. */
export function wasRedisAway(withinMs: number): boolean {
  return Date.now() - state.awayAt < withinMs;
}

function makeNamedClient(): Redis {
  const { REDIS_URL: url, REDIS_CLUSTER: nodes } = config();
  if (url) return makeClient(url);
  if (nodes) return makeClusterClient(nodes);
  throw new RedisUnavailableError("REDIS_URL is not set: start with `npm start`, or name a Redis");
}

/**
 * Keeps a connection to the Redis of the store: the server of REDIS_URL, the cluster of REDIS_CLUSTER, or the primary
 * that the Sentinels of REDIS_SENTINEL name. @returns what ends it
 * @throws RedisUnavailableError when the environment names none
 */
export function connectStore(listener: ConnectionListener): () => void {
  const { REDIS_SENTINEL: sentinels, REDIS_SENTINEL_MASTER: master } = config();
  if (sentinels) return followPrimary({ nodes: sentinels, master }, listener);
  const client = makeNamedClient();
  client.on("ready", () => listener.onReady(client));
  client.on("error", (error) => listener.onLost(error));
  client.connect().catch(() => {});
  return () => client.destroy();
}

/** @param graceMs how long it may take to come, before requests fail at once */
function open(graceMs: number): Held {
  const held: Held = { client: null, lostAt: null, why: null, answeredAt: 0, waiting: null, wake() {}, close() {} };
  held.close = connectStore({
    onReady(client) {
      held.client = client;
      held.lostAt = null;
      held.wake();
    },
    onLost(error) {
      held.why = error;
      // Who was silent for a second does not just blink; with the grace as well, a page would wait for over 2 s.
      held.lostAt ??= Date.now() - (error instanceof SocketTimeoutError ? GRACE_MS : 0);
    },
  });
  // Only now: making the first client takes a while.
  held.lostAt = Date.now() - GRACE_MS + graceMs;
  state.held = held;
  return held;
}

/**
 * Gives up a connection that answers nothing any more, for a new one: each command that is written puts off its
 * socketTimeout, so under steady traffic a frozen server would never be noticed by that.
 */
function abandonIfSilent(held: Held): void {
  if (state.held !== held || Date.now() - held.answeredAt < SILENCE_MS) return;
  open(0).why = new Error("Redis answered nothing any more");
  held.close();
}

/** Waits for a connection that is being made, as long as it may still be a short break. All who wait wait together. */
async function becomeReady(held: Held): Promise<Redis> {
  const waitMs = GRACE_MS - (Date.now() - (held.lostAt ?? Date.now()));
  if (waitMs <= 0) throw new RedisUnavailableError("Redis is away", { cause: held.why });
  held.waiting ??= new Promise<void>((resolve) => {
    const timer = setTimeout(done, waitMs);
    function done(): void {
      clearTimeout(timer);
      held.waiting = null;
      resolve();
    }
    held.wake = done;
  });
  await held.waiting;
  if (!held.client?.isReady) throw new RedisUnavailableError("Redis is away", { cause: held.why });
  return held.client;
}

async function withDeadline<T>(held: Held, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new RedisUnavailableError("Redis did not answer in time"));
      abandonIfSilent(held);
    }, DEADLINE_MS);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs work against Redis with the deadline of a request.
 * @throws RedisUnavailableError when Redis does not answer within 1.5 s or the connection is gone.
 */
export async function withRedis<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
  const held = state.held ?? open(GRACE_MS);
  const { client } = held;
  try {
    const result = await withDeadline(held, client?.isReady ? work(client) : becomeReady(held).then(work));
    held.answeredAt = Date.now();
    return result;
  } catch (error) {
    if (!isRedisAway(error)) throw error;
    state.awayAt = Date.now();
    if (error instanceof RedisUnavailableError) throw error;
    throw new RedisUnavailableError("Redis does not answer", { cause: error });
  }
}

/** Closes the connection of this process; the next use opens another. */
export async function closeRedis(): Promise<void> {
  const { held } = state;
  state.held = null;
  held?.close();
}
