import { ErrorReply } from "redis";
import { config } from "#lib/config.ts";
import { connectStore, type Redis } from "#lib/redis/client.ts";
import { duplicateClient } from "#lib/redis/connection.ts";
import { followPrimaries } from "./primaries.ts";

/** Is told of writes to keys. */
export interface KeyWritesListener {
  /** From now on writes are reported. Those before, and since {@link onLost}, were not. */
  onReady(): void;
  /** A key was written, deleted or has expired; `null`: all keys of a server are gone. */
  onWrite(key: string | null): void;
  /** Writes are not reported any more. It is tried again, unless `forGood`: this Redis or its user can't do it. */
  onLost(forGood: boolean): void;
}

const isRefused = (error: unknown): boolean =>
  error instanceof ErrorReply && /NOPERM|unknown (sub)?command/i.test(error.message);

/** Passes on what Redis reports on one connection, once it has been asked to. */
function report(redis: Redis, listener: KeyWritesListener): void {
  redis.on("invalidate", (key) => listener.onWrite(key === null ? null : String(key)));
}

/** Asks for the reports on a connection that has just been made. Two commands, one round trip. */
async function ask(redis: Redis, prefix: string): Promise<void> {
  // It was switched on as the client connected, for keys that this connection reads, and can't be changed while on.
  await Promise.all([
    redis.sendCommand(["CLIENT", "TRACKING", "OFF"]),
    redis.sendCommand(["CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", prefix]),
  ]);
}

function followServer(prefix: string, listener: KeyWritesListener): () => void {
  let heard: Redis | null = null;
  const onLost = (error: unknown) => {
    const forGood = isRefused(error);
    if (forGood) close();
    listener.onLost(forGood);
  };
  const close = connectStore(
    {
      onReady(redis) {
        // A client connects again by itself; it is heard once.
        if (heard !== redis) report(redis, listener);
        heard = redis;
        ask(redis, prefix).then(() => listener.onReady(), onLost);
      },
      onLost,
    },
    { invalidations: true },
  );
  return close;
}

function followNode(node: Redis, prefix: string, listener: KeyWritesListener): () => void {
  const client = duplicateClient(node, { invalidations: true });
  const onLost = (error: unknown) => listener.onLost(isRefused(error));
  report(client, listener);
  client.on("ready", () => void ask(client, prefix).then(() => listener.onReady(), onLost));
  client.on("error", onLost);
  client.connect().catch(() => {});
  return () => client.destroy();
}

/** Every primary reports what is written to it: writes are reported while all of them do. */
function followCluster(prefix: string, listener: KeyWritesListener): () => void {
  /** those that report, of those that are followed */
  const reporting = new Set<string>();
  let followed = new Map<string, () => void>();
  let isReady = false;

  const update = () => {
    const now = followed.size > 0 && reporting.size === followed.size;
    if (now === isReady) return;
    isReady = now;
    if (now) listener.onReady();
    else listener.onLost(false);
  };
  const follow = (id: string, node: Redis) =>
    followNode(node, prefix, {
      onReady() {
        reporting.add(id);
        update();
      },
      onWrite: (key) => listener.onWrite(key),
      onLost(forGood) {
        if (forGood) {
          close();
          listener.onLost(true);
        } else if (reporting.delete(id)) update();
      },
    });
  const stopLooking = followPrimaries((primaries) => {
    // What was written to another primary until now was not reported: that is said even if all of these report already.
    reporting.clear();
    update();
    for (const end of followed.values()) end();
    followed = new Map([...primaries].map(([id, node]) => [id, follow(id, node)]));
  });
  const close = () => {
    stopLooking();
    for (const end of followed.values()) end();
    followed = new Map();
  };
  return close;
}

/**
 * Asks Redis to report every write to the keys with a prefix, whoever makes it: CLIENT TRACKING in broadcasting mode
 * (redis.io/docs/latest/develop/reference/client-side-caching), on a connection of its own, in a cluster one to each
 * primary. It costs Redis nothing for other keys, and no memory for these.
 * @returns a function that ends it
 */
export function followKeyWrites(prefix: string, listener: KeyWritesListener): () => void {
  return (config().REDIS_CLUSTER ? followCluster : followServer)(prefix, listener);
}
