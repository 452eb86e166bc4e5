import { type Redis, withRedis } from "#lib/redis/client.ts";
import { readPrimaries } from "#lib/redis/cluster.ts";
import { repeat } from "#lib/redis/tasks/repeat.ts";

/** How often a cluster is asked for its primaries, in milliseconds. */
const EVERY_MS = 1000;

/**
 * Tells which primaries a cluster has, by their addresses: at once, and whenever that has
 * changed. One round trip a second.
 * @returns a function that ends it
 */
export function followPrimaries(onChange: (primaries: ReadonlyMap<string, Redis>) => void): () => void {
  let known = "";
  let ended = false;
  const look = async () => {
    const primaries = await withRedis(readPrimaries);
    const addresses = [...primaries.keys()].sort().join();
    if (ended || addresses === known) return;
    known = addresses;
    onChange(primaries);
  };
  look().catch(() => {});
  const stop = repeat(EVERY_MS, look);
  return () => {
    ended = true;
    stop();
  };
}
