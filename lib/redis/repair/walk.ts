import { z } from "zod";
import type { Redis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import { keys } from "#lib/redis/keys.ts";
import { parseInfo } from "#lib/redis/server/server-info.ts";
import type { Repair } from "./repair.ts";

/** Keys that one SCAN looks at: Redis is busy with it for about two milliseconds. */
const SCAN_COUNT = 2000;
/** How long an interrupted walk can be resumed, in seconds. */
const KEEP_SECONDS = 86_400;

const position = z.object({ part: z.string(), node: z.string(), cursor: z.string() }).partial();

/** Where a walk is: its name, and the server and cursor of its next page. */
export type Position = z.output<typeof position>;

/** A cursor means something only to the server that gave it, so it is kept with the id of that very process. */
async function idOf(primary: Redis): Promise<string> {
  return primary.info("server").then(
    (text) => parseInfo(text).run_id ?? "",
    () => "",
  );
}

/** Where the last walk was interrupted; empty when it was not. One round trip. */
export async function readPosition(redis: Redis): Promise<Position> {
  const parsed = position.safeParse(await redis.hGetAll(keys.repairPosition));
  return parsed.success ? parsed.data : {};
}

/** Forgets where a walk is. One round trip. */
export async function forgetPosition(redis: Redis): Promise<void> {
  await redis.del(keys.repairPosition);
}

async function writePosition(redis: Redis, next: Required<Position>): Promise<void> {
  await redis.hSet(keys.repairPosition, next);
  await redis.expire(keys.repairPosition, KEEP_SECONDS);
}

/**
 * Walks over all keys that match a pattern, on every primary, and remembers where it is after each page. Resumed, it goes
 * on at the page that was not done; where a failover has happened meanwhile it begins anew. Keys that are there all the
 * time are met at least once. One round trip for each 2,000 keys of the database, and two to remember.
 * @param part its name @param from where it is resumed
 * @param onPage is called with the keys of a page
 */
export async function walkKeys(
  repair: Repair,
  { part, match, from = {} }: { part: string; match: string; from?: Position },
  onPage: (found: string[]) => Promise<void>,
): Promise<void> {
  const primaries = await Promise.all(
    (await listPrimaries(repair.redis)).map(async (primary) => ({ primary, id: await idOf(primary) })),
  );
  primaries.sort((a, b) => (a.id < b.id ? -1 : 1));
  const resumed = from.part === part && from.node !== "" ? primaries.findIndex(({ id }) => id === from.node) : -1;
  for (const { primary, id } of primaries.slice(Math.max(0, resumed))) {
    let cursor = resumed >= 0 && id === from.node ? (from.cursor ?? "0") : "0";
    do {
      const page = await primary.scan(cursor, { MATCH: match, COUNT: SCAN_COUNT });
      await onPage(page.keys);
      repair.count(page.keys.length);
      cursor = page.cursor;
      if (!repair.dryRun) await writePosition(repair.redis, { part, node: id, cursor });
      await repair.rest();
    } while (cursor !== "0");
  }
}
