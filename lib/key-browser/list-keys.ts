import { z } from "zod";
import { decodeCursor, encodeCursor } from "#lib/cursor.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { listPrimaries, sendKeyCommand, withBytes } from "#lib/redis/cluster.ts";
import { readRunId } from "#lib/redis/server/server-info.ts";
import { refusalOf } from "#lib/redis/trouble.ts";
import { toBytes, toKeyName, toText } from "./names.ts";
import type { ListKeys } from "./schema.ts";

/** A key as it is listed. */
export interface ListedKey {
  key: string;
  type: string;
  /** in seconds; null when it does not expire */
  ttl: number | null;
  /** memory; null where the store's user may not ask (MEMORY USAGE) */
  bytes: number | null;
}

/** A page of keys. */
export interface KeyPage {
  items: ListedKey[];
  nextCursor: string | null;
  /** keys that have been looked at, from the first page on; about, as Redis does not count them */
  scanned: number;
  /** keys that there are */
  total: number;
}

/** Keys that one SCAN looks at, at most: Redis is busy with it for about a millisecond. */
const MAX_COUNT = 1000;
/** How long a page looks for keys, in milliseconds: a pattern that few match gets a page with few, and a cursor. */
const SEARCH_MS = 40;

/** A primary: its id, which is another one after a restart, and how many keys it has. */
interface Node {
  redis: Redis;
  id: string;
  keys: number;
}

/**
 * Where a page begins: the id of a primary, a cursor of SCAN there with the COUNT that goes with it, about how many of
 * its keys have been looked at, and of what the cursor gives the last name that was shown.
 */
const position = z.tuple([
  z.string(),
  z.string().regex(/^\d{1,20}$/),
  z.int().min(1).max(MAX_COUNT),
  z.int().min(0),
  z.string().nullable(),
]);

async function openNode(redis: Redis, index: number): Promise<Node> {
  const [id, keys] = await Promise.all([readRunId(redis), redis.dbSize()]);
  // Without the permission to ask, primaries are told apart by their order.
  return { redis, id: id || `#${index}`, keys };
}

/** One round trip. Sorted, so that every page sees the primaries in the same order. */
async function openNodes(redis: Redis): Promise<Node[]> {
  const nodes = await Promise.all((await listPrimaries(redis)).map(openNode));
  return nodes.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Which keys are wanted. */
export interface KeySearch extends ListKeys {
  /** which of the names that match; every one if it is left out */
  accepts?: (name: string) => boolean;
}

interface Step {
  index: number;
  cursor: string;
  looked: number;
  after: Buffer | null;
}

interface Found {
  names: Buffer[];
  nextCursor: string | null;
  scanned: number;
}

/** Reads on from a position until the page is full or the time is over. One round trip for each `count` keys. */
async function scanNodes(nodes: readonly Node[], { pattern, type, limit, accepts, cursor }: KeySearch): Promise<Found> {
  const [id, ...from] = decodeCursor(position, cursor) ?? [];
  // A primary that is gone: after a failover the walk begins anew.
  const resumed = nodes.findIndex((node) => node.id === id);
  const isFiltered = pattern !== "*" || type !== undefined || accepts !== undefined;
  const count = (resumed >= 0 && from[1]) || (isFiltered ? MAX_COUNT : limit);
  const options = { MATCH: pattern, COUNT: count, ...(type ? { TYPE: type } : {}) };
  let at: Step = { index: 0, cursor: "0", looked: 0, after: null };
  if (resumed >= 0 && from[0] !== undefined)
    at = { index: resumed, cursor: from[0], looked: from[2] ?? 0, after: from[3] == null ? null : toBytes(from[3]) };
  const names: Buffer[] = [];
  const until = performance.now() + SEARCH_MS;
  const stop = ({ index, cursor, looked, after }: Step): Found => {
    const node = nodes[index];
    const before = nodes.slice(0, index).reduce((sum, { keys }) => sum + keys, 0);
    const next = node && encodeCursor([node.id, cursor, count, looked, after && toText(after)]);
    return {
      names,
      nextCursor: next ?? null,
      scanned: before + Math.min(looked + (after ? count : 0), node?.keys ?? 0),
    };
  };
  for (let steps = 0; ; steps++) {
    const node = nodes[at.index];
    const isEnough = steps > 0 && (names.length === limit || performance.now() > until);
    if (!node || isEnough) return stop(at);
    const page = await withBytes(node.redis).scan(at.cursor, options);
    const { after } = at;
    const matching = (page.keys as unknown as Buffer[])
      .filter((name) => accepts?.(name.toString()) ?? true)
      .filter((name) => after === null || Buffer.compare(name, after) > 0)
      .sort(Buffer.compare);
    const fitting = matching.slice(0, limit - names.length);
    names.push(...fitting);
    // What is left of this page of SCAN is found again by its cursor.
    if (fitting.length < matching.length) return stop({ ...at, after: fitting.at(-1) ?? after });
    const isOver = String(page.cursor) === "0";
    at = isOver
      ? { index: at.index + 1, cursor: "0", looked: 0, after: null }
      : { ...at, cursor: String(page.cursor), looked: at.looked + count, after: null };
  }
}

const reply = z.tuple([z.coerce.string(), z.number(), z.number().nullable()]);

/** Type, lifetime and memory of keys; those that are gone are left out. One round trip. */
async function describeKeys(redis: Redis, names: readonly Buffer[]): Promise<ListedKey[]> {
  const described = await Promise.all(
    names.map(async (name): Promise<ListedKey | []> => {
      const ask = (...args: (string | Buffer)[]) => sendKeyCommand(redis, name, args);
      const memory = ask("MEMORY", "USAGE", name).catch((error) => {
        if (refusalOf(error) !== "NOPERM") throw error;
        return null;
      });
      const [type, ttl, bytes] = reply.parse(await Promise.all([ask("TYPE", name), ask("TTL", name), memory]));
      return type === "none" ? [] : { key: toKeyName(name), type, ttl: ttl < 0 ? null : ttl, bytes };
    }),
  );
  return described.flat();
}

/** What is known of named keys; those that do not exist are left out. One round trip. @throws RedisUnavailableError */
export const findKeys = (names: readonly string[]): Promise<ListedKey[]> =>
  withRedis((redis) => describeKeys(redis, names.map(toBytes)));

/** A pattern without the characters of globs names one key. */
const isName = (pattern: string) => !/[*?[\\]/.test(pattern);

/**
 * A page of the keys that match a pattern, on every primary, by SCAN. A key that is there all the time is met at least
 * once, and may be met twice, except where Redis makes its table of keys smaller between two pages. A page looks for
 * keys for 40 ms at most, so it may have fewer than asked for, even none, and a cursor. Three round trips, and one for
 * each further 1,000 keys that are looked at.
 * @throws RedisUnavailableError
 */
export async function listKeys(wanted: KeySearch): Promise<KeyPage> {
  return withRedis(async (redis) => {
    const nodes = await openNodes(redis);
    const total = nodes.reduce((sum, { keys }) => sum + keys, 0);
    if (isName(wanted.pattern)) {
      const items = (await describeKeys(redis, [toBytes(wanted.pattern)])).filter(
        ({ key, type }) => (wanted.type ?? type) === type && (wanted.accepts?.(key) ?? true),
      );
      return { items, nextCursor: null, scanned: total, total };
    }
    const { names, nextCursor, scanned } = await scanNodes(nodes, wanted);
    return { items: await describeKeys(redis, names), nextCursor, scanned, total };
  });
}
