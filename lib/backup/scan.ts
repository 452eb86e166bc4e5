import type { Redis } from "#lib/redis/client.ts";
import { listPrimaries, withBytes } from "#lib/redis/cluster.ts";
import type { RunRedis } from "./one-connection.ts";

/** Keys that are asked for in one round trip. */
const SCAN_COUNT = 500;

/** The names of all keys, in pages; one may come twice. One round trip for each page. */
export async function* scanNames(run: RunRedis): AsyncGenerator<Buffer[]> {
  for (const primary of await run(listPrimaries)) {
    let cursor = "0";
    do {
      const page = await run(() => withBytes(primary).scan(cursor, { COUNT: SCAN_COUNT }));
      cursor = String(page.cursor);
      yield page.keys as unknown as Buffer[];
    } while (cursor !== "0");
  }
}

/** How many keys there are. One round trip. */
export async function countKeys(redis: Redis): Promise<number> {
  const counts = await Promise.all((await listPrimaries(redis)).map((primary) => primary.dbSize()));
  return counts.reduce((sum, count) => sum + count, 0);
}
