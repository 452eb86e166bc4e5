import { setTimeout as sleep } from "node:timers/promises";
import { withRedis } from "#lib/redis/client.ts";
import { explainTlsFailure } from "#lib/redis/security/tls.ts";
import { ignoreReadOnly, isRedisAway } from "#lib/redis/unavailable.ts";

interface RetryOptions {
  /** between two attempts */
  everyMs: number;
  /** how long it is tried; for ever when left out */
  forMs?: number;
  /** called after each attempt that failed; what it throws ends the attempts */
  onFailure?: (error: unknown) => void;
}

/**
 * Does work that may be repeated, again and again while Redis does not answer.
 * @throws RedisUnavailableError of the last attempt, and at once whatever else the work throws
 */
export async function retryWhileAway<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const until = performance.now() + (options.forMs ?? Number.POSITIVE_INFINITY);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isRedisAway(error) || performance.now() >= until) throw error;
      options.onFailure?.(error);
      await sleep(options.everyMs);
    }
  }
}

/**
 * Does work in the background, such as a part of an import: it waits for a Redis that is away for up to 20 s.
 * @throws as {@link retryWhileAway}
 */
export const retryInBackground = <T>(work: () => Promise<T>) => retryWhileAway(work, { everyMs: 500, forMs: 20_000 });

/**
 * Asks Redis whether it answers. One that can't save its data refuses even this, and answers all the same.
 * @throws RedisUnavailableError
 */
export async function pingRedis(): Promise<void> {
  await withRedis((redis) => redis.ping()).catch(ignoreReadOnly);
}

/**
 * Waits for Redis before a command at a terminal begins: a person waits longer than a request does.
 * @throws RedisUnavailableError when it does not answer by then, and at once where TLS can't work
 */
export async function awaitRedis(forMs = 8000): Promise<void> {
  const onFailure = (error: unknown) => {
    if (error instanceof Error && explainTlsFailure(error.cause)) throw error;
  };
  await retryWhileAway(pingRedis, { everyMs: 100, forMs, onFailure });
}
