import { randomUUID } from "node:crypto";
import { logError } from "#lib/log.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import { unlock } from "./unlock.ts";

/** A process that dies at work holds the others up no longer than this. Two at once would only do the same twice. */
const LOCK_MS = 10_000;

/**
 * Does work that one process at a time is enough for; not at all while another is at it. Two round trips and the
 * work's.
 */
async function withLock(redis: Redis, lock: string, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const token = randomUUID();
  const expiration = { type: "PX", value: LOCK_MS } as const;
  if ((await redis.set(lock, token, { condition: "NX", expiration })) === null) return;
  try {
    await work(redis);
  } finally {
    await unlock(redis, { lock, token });
  }
}

/**
 * Does work in the background every so often, for the rest of this process's life, which it does not prolong; never
 * twice at once. What fails is logged; while Redis is away it is simply tried again the next time.
 * @returns what stops it
 */
export function repeat(everyMs: number, work: () => Promise<unknown>): () => void {
  let busy = false;
  const timer = setInterval(async () => {
    if (busy) return;
    busy = true;
    await work().catch((error) => isRedisAway(error) || logError("background-job-failed", error));
    busy = false;
  }, everyMs).unref();
  return () => clearInterval(timer);
}

/** The same for work that one process at a time is enough for, under the deadline of a request. @param lock a key */
export function repeatAlone(everyMs: number, lock: string, work: (redis: Redis) => Promise<unknown>): () => void {
  return repeat(everyMs, () => withRedis((redis) => withLock(redis, lock, work)));
}
