import { setClock } from "#lib/time.ts";
import { listPrimaries } from "./cluster.ts";
import type { Redis } from "./connection.ts";

/** How often the clock of this process is set, in milliseconds: that of Redis may be corrected while it runs. */
const EVERY_MS = 1000;

/** Sets the clock of this process by that of Redis. One round trip. On a cluster it is that of one node. */
async function synchronize(redis: Redis): Promise<void> {
  const [primary] = await listPrimaries(redis);
  const sentAt = performance.now();
  const [seconds = "", microseconds = ""] = (await primary?.time()) ?? [];
  const redisMs = Number(seconds) * 1000 + Number(microseconds) / 1000;
  if (redisMs > 0) setClock(redisMs, sentAt, performance.now());
}

/** Keeps the clock of this process in step with that of a Redis. */
export interface ClockKeeper {
  /** Sets the clock by this connection, now and every second from now on. One round trip. Never rejects. */
  follow(redis: Redis): Promise<void>;
  stop(): void;
}

export function makeClockKeeper(): ClockKeeper {
  let followed: Redis | null = null;
  let asking = false;
  const set = async () => {
    // Never twice at once: each command that is written puts off the timeout of a connection that is dead.
    if (asking || !followed?.isReady) return;
    asking = true;
    // What can't be asked now is asked again in a second.
    await synchronize(followed).catch(() => {});
    asking = false;
  };
  const timer = setInterval(set, EVERY_MS).unref();
  return {
    async follow(redis) {
      followed = redis;
      await set();
    },
    stop: () => clearInterval(timer),
  };
}
