import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { renewLock } from "#lib/redis/tasks/renew-lock.ts";
import { repeat } from "#lib/redis/tasks/repeat.ts";
import { followKeyWrites } from "#lib/redis/tracking/key-writes.ts";
import { reconcileSkus } from "./reconcile.ts";
import { walkSkus } from "./walk.ts";

/** How often written SKUs are compared, in milliseconds. */
const EVERY_MS = 1000;
/** A process that dies holds the others up no longer than this, in milliseconds. */
const LOCK_MS = 10_000;
/**
 * From the beginning of a walk to that of the next one, in milliseconds: where Redis reports writes, and where it does
 * not. With many millions of keys it is rarer: the pause is three times as long as a walk.
 */
const WALK_EVERY_MS = { reported: 600_000, unreported: 50_000 };
/** How long the first walk waits for the reports to begin, in milliseconds. A write before them is found by it. */
const FIRST_WALK_MS = 2000;
/** More written SKUs than this are not remembered one by one: a walk finds them. */
const MOST_WRITTEN = 50_000;

/** What one process knows of the writes to SKUs while it is the one that watches them. */
class SkuWatch {
  readonly #token = randomUUID();
  /** ends the reports of Redis; null while another process watches */
  #unfollow: (() => void) | null = null;
  #reported = false;
  #walkAt = 0;
  /** written lately; the store's own edits have not updated the lists yet */
  #written = new Set<string>();
  /** written before, and not compared yet */
  #settled = new Set<string>();

  #follow(): void {
    const prefix = keys.sku("");
    this.#walkAt = performance.now() + FIRST_WALK_MS;
    this.#unfollow = followKeyWrites(prefix, {
      onReady: () => {
        this.#reported = true;
        this.#walkAt = 0;
      },
      onWrite: (key) => {
        if (key !== null) this.#written.add(key.slice(prefix.length));
        if (key !== null && this.#written.size <= MOST_WRITTEN) return;
        this.#written.clear();
        this.#walkAt = 0;
      },
      onLost: () => {
        this.#reported = false;
      },
    });
  }

  /** Leaves the watch to another process. */
  stop(): void {
    this.#unfollow?.();
    this.#unfollow = null;
    this.#reported = false;
    this.#written.clear();
    this.#settled.clear();
  }

  /** Whether this process is the one that watches, for the next seconds. One round trip. */
  #isOurs(): Promise<boolean> {
    const [lock, token] = [keys.skusWalk, this.#token];
    return withRedis(async (redis) => {
      if (this.#unfollow) return renewLock(redis, { lock, token, lockMs: LOCK_MS });
      return (await redis.set(lock, token, { condition: "NX", expiration: { type: "PX", value: LOCK_MS } })) !== null;
    });
  }

  async #walk(redis: Redis): Promise<void> {
    const began = performance.now();
    // A write from now on is reported, or found by the next walk.
    this.#walkAt = Number.POSITIVE_INFINITY;
    try {
      await walkSkus(redis, {
        rest: async (ms) => {
          await redis.pExpire(keys.skusWalk, LOCK_MS);
          await sleep(ms, undefined, { ref: false });
        },
      });
    } finally {
      const tookMs = performance.now() - began;
      const everyMs = WALK_EVERY_MS[this.#reported ? "reported" : "unreported"];
      // Unless the reports began, or were interrupted, meanwhile.
      if (this.#walkAt !== 0) this.#walkAt = began + Math.max(everyMs, 4 * tookMs);
    }
  }

  /** Does what is due. One round trip in a process that does not watch. */
  async tick(): Promise<void> {
    if (!(await this.#isOurs())) return this.stop();
    if (!this.#unfollow) this.#follow();
    // Outside withRedis: it takes longer than its deadline. Each command still fails when Redis is away.
    const redis = await withRedis(async (client) => client);
    await reconcileSkus(redis, [...this.#settled]);
    [this.#settled, this.#written] = [this.#written, new Set()];
    if (performance.now() >= this.#walkAt) await this.#walk(redis);
  }
}

/**
 * Lists SKUs that others write, and removes what others delete, in one process at a time: those that Redis reports, two
 * seconds later; and all that a look at every key finds, at the beginning, whenever the reports were interrupted, and
 * where there are none. @returns a function that stops it
 */
export function startSkuWatch(): () => void {
  const watch = new SkuWatch();
  const stop = repeat(EVERY_MS, () => watch.tick());
  return () => {
    stop();
    watch.stop();
  };
}
