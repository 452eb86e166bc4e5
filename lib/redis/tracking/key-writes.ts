import { ErrorReply } from "redis";
import { config } from "#lib/config.ts";
import { connectStore, type Redis } from "#lib/redis/client.ts";

/** Is told of writes to keys. */
export interface KeyWritesListener {
  /** From now on writes are reported. Those before, and since {@link onLost}, were not. */
  onReady(): void;
  /** A key was written, deleted or has expired; `null`: all keys are gone. */
  onWrite(key: string | null): void;
  /** Writes are not reported any more. It is tried again, unless `forGood`: this Redis or its user can't do it. */
  onLost(forGood: boolean): void;
}

/**
 * Asks Redis to report every write to the keys with a prefix, whoever makes it: CLIENT TRACKING in broadcasting mode
 * (redis.io/docs/latest/develop/reference/client-side-caching), on a connection of its own. It costs Redis nothing for
 * other keys, and no memory for these. A cluster is not asked: each of its nodes would have to be, whenever they change.
 * @returns a function that ends it
 */
export function followKeyWrites(prefix: string, listener: KeyWritesListener): () => void {
  if (config().REDIS_CLUSTER) {
    listener.onLost(true);
    return () => {};
  }
  let heard: Redis | null = null;
  const refused = (error: unknown) =>
    error instanceof ErrorReply && /NOPERM|unknown (sub)?command/i.test(error.message);
  const onLost = (error: unknown) => {
    const forGood = refused(error);
    if (forGood) close();
    listener.onLost(forGood);
  };
  const close = connectStore(
    {
      onReady(redis) {
        // A client connects again by itself; it is heard once.
        if (heard !== redis) redis.on("invalidate", (key) => listener.onWrite(key === null ? null : String(key)));
        heard = redis;
        // It was switched on as the client connected, for keys that this connection reads, and can't be changed while on.
        Promise.all([
          redis.sendCommand(["CLIENT", "TRACKING", "OFF"]),
          redis.sendCommand(["CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", prefix]),
        ]).then(() => listener.onReady(), onLost);
      },
      onLost,
    },
    { invalidations: true },
  );
  return close;
}
