import { isMainThread } from "node:worker_threads";
import { ErrorReply, SocketTimeoutError } from "redis";
import { config } from "#lib/config.ts";
import { logEvent } from "#lib/log.ts";
import { currentRequest, runInBackground } from "#lib/process/current-request.ts";
import { processWide } from "#lib/process/process-wide.ts";
import { makeClockKeeper } from "./clock.ts";
import { makeClusterClient } from "./cluster.ts";
import { type ConnectionListener, makeClient, type Redis } from "./connection.ts";
import { lastReplyAt } from "./replies.ts";
import { followPrimary } from "./sentinel.ts";
import { timeouts } from "./timeouts.ts";
import { isReadOnlyTrouble, type Trouble } from "./trouble.ts";
import { isReadOnlyError, isRedisAway, RedisUnavailableError } from "./unavailable.ts";
import { watchWrites } from "./writable.ts";

export type { Redis };

interface Held {
  /** the current client, or the last one */
  client: Redis | null;
  /** when the connection was lost or first requested; null while it is ready */
  lostAt: number | null;
  /** the error of the last attempt */
  lastError: unknown;
  waiting: Promise<void> | null;
  /** ends the waiting early */
  wake(): void;
  close(): void;
}

/**
 * The connection of this process, when and why a command last failed because of Redis, and since when the log says that
 * the connection is lost. Times are of the monotonic clock: another may be set back, and then nothing would be late.
 */
const state = processWide("redis", () => ({
  held: null as Held | null,
  failed: null as { at: number; trouble: Trouble } | null,
  lostSince: null as number | null,
  asksForReply: false,
  connections: 0,
}));

/** How many connections this process has made so far: one more may be to another server, which has not got everything. */
export const countConnections = (): number => state.connections;

/** Why a command of this process failed within the last milliseconds, as far as that was due to Redis; else null. */
export function recentTrouble(withinMs: number): Trouble | null {
  return state.failed && performance.now() - state.failed.at < withinMs ? state.failed.trouble : null;
}

interface ConnectOptions {
  /** the client emits `invalidate` for keys that Redis reports to it; not in a cluster */
  invalidations?: boolean;
}

function makeNamedClient(options: ConnectOptions): Redis {
  const { REDIS_URL: url, REDIS_CLUSTER: nodes } = config();
  if (url) return makeClient(url, options);
  if (nodes) return makeClusterClient(nodes);
  throw new RedisUnavailableError("REDIS_URL is not set: start with `npm start`, or set it to your Redis");
}

/**
 * Keeps a connection to the Redis of the store: the server of REDIS_URL, the cluster of REDIS_CLUSTER, or the primary
 * that the Sentinels of REDIS_SENTINEL name. @returns a function that closes it
 * @throws RedisUnavailableError when the environment configures no Redis
 */
export function connectStore(listener: ConnectionListener, options: ConnectOptions = {}): () => void {
  const { REDIS_SENTINEL: sentinels, REDIS_SENTINEL_MASTER: master } = config();
  if (sentinels) return followPrimary({ nodes: sentinels, master }, listener, options);
  const client = makeNamedClient(options);
  client.on("ready", () => listener.onReady(client));
  client.on("error", (error) => {
    // A server that can't save its data, or loads it, refuses even the pings of the client; the connection is there.
    const isThere = client.isReady && error instanceof ErrorReply;
    if (!isThere) listener.onLost(error);
    else if (!isReadOnlyError(error)) {
      logLost(error);
      logBack();
    }
  });
  client.connect().catch(() => {});
  return () => client.destroy();
}

/**
 * Logs that the connection is lost, or could not be made; once until it is there again. Threads have connections of their
 * own, which say nothing else.
 */
function logLost(error: unknown): void {
  if (state.lostSince !== null || !isMainThread) return;
  state.lostSince = performance.now();
  // An error that stands for several attempts has no message.
  const reason = error instanceof Error && error.message !== "" ? error.message : String(Object(error).code ?? error);
  logEvent("warn", "redis-lost", { reason });
}

const PING_EVERY_MS = 500;

/** Logs that Redis is back once it has answered: one that loads its data takes connections, and refuses everything. */
function logBack(): void {
  if (state.lostSince === null || state.asksForReply) return;
  state.asksForReply = true;
  const ask = async (): Promise<void> => {
    const isAnswered = state.held !== null && (await withRedis((redis) => redis.ping()).catch(() => null)) !== null;
    if (!isAnswered && state.held !== null) {
      setTimeout(ask, PING_EVERY_MS).unref();
      return;
    }
    state.asksForReply = false;
    if (!isAnswered || state.lostSince === null) return;
    logEvent("warn", "redis-back", { seconds: ((performance.now() - state.lostSince) / 1000).toFixed(1) });
    state.lostSince = null;
  };
  void runInBackground(ask);
}

/** @param graceMs how long requests wait for the connection before they fail at once */
function open(graceMs: number): Held {
  const held: Held = {
    client: null,
    lostAt: null,
    lastError: null,
    waiting: null,
    wake() {},
    close() {},
  };
  // The connection is not only that of the request which needs it first.
  const clock = runInBackground(makeClockKeeper);
  const listener: ConnectionListener = {
    async onReady(client) {
      // First: what is written later names a time.
      await clock.follow(client);
      if (!client.isReady) return;
      state.connections += 1;
      held.client = client;
      held.lostAt = null;
      held.wake();
      logBack();
    },
    onLost(error) {
      if (state.held === held) logLost(error);
      held.lastError = error;
      // A server that was silent for a second is not just reconnecting; with the grace on top, a page would wait over 2 s.
      held.lostAt ??= performance.now() - (error instanceof SocketTimeoutError ? timeouts.graceMs : 0);
    },
  };
  const close = runInBackground(() => connectStore(listener));
  held.close = () => {
    clock.stop();
    close();
  };
  // Only now: creating the first client takes a while.
  held.lostAt = performance.now() - timeouts.graceMs + graceMs;
  state.held = held;
  return held;
}

/**
 * Replaces a connection that no longer answers. Each command that is written resets the socketTimeout, so under steady
 * traffic that alone would never detect a frozen server.
 */
function abandonIfSilent(held: Held): void {
  const repliedAt = held.client && lastReplyAt(held.client);
  if (state.held !== held || performance.now() - (repliedAt ?? 0) < timeouts.silenceMs) return;
  const error = new Error("Redis no longer answers");
  open(0).lastError = error;
  logLost(error);
  held.close();
}

/** Waits for a connection in progress, for as long as it may be a short interruption. All callers share one timer. */
async function becomeReady(held: Held): Promise<Redis> {
  const waitMs = timeouts.graceMs - (performance.now() - (held.lostAt ?? performance.now()));
  if (waitMs <= 0) throw new RedisUnavailableError("Redis is unavailable", { cause: held.lastError });
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
  if (!held.client?.isReady) throw new RedisUnavailableError("Redis is unavailable", { cause: held.lastError });
  return held.client;
}

/** The error of a caller; the connection of this process notes what was wrong. */
function errorForCaller(error: unknown): unknown {
  if (!isRedisAway(error)) return error;
  const { trouble } = error instanceof RedisUnavailableError ? error : new RedisUnavailableError("", { cause: error });
  state.failed = { at: performance.now(), trouble };
  const request = currentRequest();
  if (request) request.trouble = trouble;
  if (isReadOnlyTrouble(trouble)) watchWrites(withRedis);
  if (error instanceof RedisUnavailableError) return error;
  const message = isReadOnlyTrouble(trouble) ? `Redis refuses writes: ${trouble}` : "Redis does not answer";
  return new RedisUnavailableError(message, { cause: error });
}

/**
 * Runs work on the connection of this process under the deadline of a request.
 * @throws RedisUnavailableError when Redis does not answer within 1.5 s or the connection is lost
 */
export function withRedis<T>(work: (redis: Redis) => Promise<T>): Promise<T> {
  // One promise: with Promise.race and async functions there would be eight, for each request.
  return new Promise((resolve, reject) => {
    const held = state.held ?? open(timeouts.graceMs);
    const { client } = held;
    // Before the timer: if it throws, there is none.
    const worked = client?.isReady ? work(client) : becomeReady(held).then(work);
    let request = currentRequest();
    request?.beginRedis();
    const end = () => {
      clearTimeout(timer);
      request?.endRedis();
      request = undefined;
    };
    const fail = (error: unknown) => {
      end();
      reject(errorForCaller(error));
    };
    const timer = setTimeout(() => {
      fail(new RedisUnavailableError("Redis did not answer in time"));
      abandonIfSilent(held);
    }, timeouts.deadlineMs);
    worked.then((result) => {
      end();
      resolve(result);
    }, fail);
  });
}

/** Closes the connection of this process; the next use opens a new one. */
export async function closeRedis(): Promise<void> {
  const { held } = state;
  state.held = null;
  held?.close();
  held?.wake();
}
