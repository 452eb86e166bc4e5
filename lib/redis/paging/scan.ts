import { z } from "zod";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import { readRunId } from "#lib/redis/server/server-info.ts";

/**
 * Lists of keys that no index has, such as all sessions: SCAN over every primary, a part of it in each request. An index
 * would cost 128 bytes a session and a write for each page view; this costs nothing until an administrator looks.
 */

/** Keys that one SCAN looks at: few while most of them match, so that a page is not much longer than it should be. */
const FEW = 100;
const MANY = 1000;
/**
 * Keys that one request looks at, at most. With three million keys, Redis was busy for 1.7 ms with each thousand of them on
 * a machine that others kept busy too (measured): others wait for no more than that.
 */
export const MAX_SCANNED = 50_000;

/** Where a walk is: the server, by the id of its process, because a cursor means something only to that, and its cursor. */
export const scanPosition = z.tuple([z.string().max(64), z.string().regex(/^\d{1,20}$/)]);
export type ScanPosition = z.output<typeof scanPosition>;

/** What one SCAN found, and where the walk goes on; null at its end. */
export interface ScanStep {
  found: string[];
  next: ScanPosition | null;
}

/** Characters that mean something in a pattern, taken for themselves. */
export const escapePattern = (text: string) => text.replace(/[\\*?[\]^]/g, "\\$&");

async function identifyPrimaries(redis: Redis): Promise<{ primary: Redis; id: string }[]> {
  const primaries = await listPrimaries(redis);
  const ids = await Promise.all(primaries.map(readRunId));
  const named = primaries.map((primary, i) => ({ primary, id: ids[i] || String(i) }));
  return named.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * Walks over the keys that match a pattern on every primary, until so many keys have been looked at. A key that
 * is there all the time is met at least once. After a failover, or a restart of Redis, the walk begins anew. One round
 * trip, and one for each step; each step has the deadline of a request.
 * @param from where an earlier walk stopped
 * @param most keys to look at, at most, where that is less
 */
export async function* scanSteps(
  { match, type }: { match: string; type?: string },
  from: ScanPosition | null,
  most = MAX_SCANNED,
): AsyncGenerator<ScanStep> {
  const primaries = await withRedis(identifyPrimaries);
  let at = Math.max(0, from ? primaries.findIndex(({ id }) => id === from[0]) : 0);
  let cursor = from && primaries[at]?.id === from[0] ? from[1] : "0";
  let count = FEW;
  for (let scanned = 0; scanned < most; scanned += count) {
    const { primary, id } = primaries[at] ?? {};
    if (!primary || id === undefined) return;
    const options = { MATCH: match, COUNT: count, ...(type && { TYPE: type }) };
    const reply = await withRedis(() => primary.scan(cursor, options));
    cursor = reply.cursor;
    if (cursor === "0") at++;
    const following = cursor === "0" ? primaries[at]?.id : id;
    yield { found: reply.keys, next: following === undefined ? null : [following, cursor] };
    count = reply.keys.length < FEW / 10 ? MANY : FEW;
  }
}
