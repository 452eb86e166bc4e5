import { randomUUID } from "node:crypto";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import { unlock } from "./unlock.ts";

/** A process that dies at work holds the others up no longer than this. Two at once would only do the same twice. */
const LOCK_MS = 10_000;

/** Does work that one process at a time is enough for; not at all when another is at it. */
export async function workAlone(redis: Redis, lock: string, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const token = randomUUID();
  const expiration = { type: "PX", value: LOCK_MS } as const;
  if ((await redis.set(lock, token, { condition: "NX", expiration })) === null) return;
  try {
    await work(redis);
  } finally {
    await unlock(redis, { lock, token });
  }
}

/** Does so every second for the rest of this process's life, which it does not prolong. @returns what stops it */
export function everySecond(lock: string, work: (redis: Redis) => Promise<unknown>): () => void {
  let busy = false;
  const timer = setInterval(async () => {
    if (busy) return;
    busy = true;
    // When Redis is away, the next second tries again.
    await withRedis((redis) => workAlone(redis, lock, work)).catch(
      (error) => isRedisAway(error) || console.error(error),
    );
    busy = false;
  }, 1000).unref();
  return () => clearInterval(timer);
}
