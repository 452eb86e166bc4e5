import { ErrorReply } from "redis";
import { familyOf } from "#lib/key-browser/families.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";
import { shownName } from "#lib/redis/damaged.ts";
import { keys } from "#lib/redis/keys.ts";

/**
 * Which family of keys takes how much memory. MEMORY USAGE of a million keys would take seconds, so it is asked for a
 * sample: SCAN goes by the hash of the names, so what it gives first is as good as drawn by lot. Keys of which there is one
 * each are all asked for.
 */

/** Keys looked at, over all nodes: by default, and at most. */
export const SAMPLES = [5000, 50_000] as const;
const BATCH = 500;
const LARGEST = 10;

export interface KeyFamily {
  /** its title; `Other` is what the store did not write */
  family: string;
  /** exact where all keys were looked at, else estimated */
  bytes: number;
  keys: number;
  /** 0 to 1, of all bytes */
  share: number;
}

export interface MemorySample {
  families: KeyFamily[];
  /** the largest of those looked at; names that are secrets by their kind alone */
  largest: { key: string; bytes: number }[];
  /** keys looked at, and keys that there are */
  looked: number;
  total: number;
  /** the sum of the families, in bytes */
  bytes: number;
}

interface Measured {
  key: string;
  bytes: number;
  /** how many keys it stands for */
  weight: number;
}

/** MEMORY USAGE is not permitted, or not known to a managed service. Not an error of withRedis: the store works. */
class NotPermittedError extends Error {}

/** The bytes of keys; keys that are gone meanwhile are left out. One round trip. */
async function measure(redis: Redis, names: readonly string[]): Promise<{ key: string; bytes: number }[]> {
  const ask = (name: string) =>
    redis.memoryUsage(name).catch((error: unknown) => {
      throw error instanceof ErrorReply ? new NotPermittedError() : error;
    });
  const bytes = await Promise.all(names.map(ask));
  return names.flatMap((key, i) =>
    bytes[i] === null || bytes[i] === undefined ? [] : { key, bytes: Number(bytes[i]) },
  );
}

/** Keys of which there is one each. A sample of the others would miss them, and one of them may be the largest of all. */
const SINGLE_KEYS: readonly string[] = Object.values(keys).filter((name) => typeof name === "string");
const SINGLE: ReadonlySet<string> = new Set(SINGLE_KEYS);

/** A sample of the keys of one node. One round trip for each 500 keys, and one for their sizes. */
async function sampleNode(node: Redis, most: number): Promise<Measured[]> {
  const measured: { key: string; bytes: number }[] = [];
  let looked = 0;
  let cursor = "0";
  do {
    const page = await withRedis(() => node.scan(cursor, { COUNT: BATCH }));
    cursor = page.cursor;
    looked += page.keys.length;
    const names = page.keys.filter((key) => !SINGLE.has(key));
    measured.push(...(await withRedis(() => measure(node, names))));
  } while (cursor !== "0" && looked < most);
  const total = cursor === "0" ? looked : await withRedis(() => node.dbSize());
  const weight = looked > 0 ? Math.max(1, total / looked) : 1;
  return measured.map((one) => ({ ...one, weight }));
}

function summarize(measured: readonly Measured[], total: number): MemorySample {
  const families = new Map<string, { bytes: number; keys: number }>();
  for (const { key, bytes, weight } of measured) {
    const name = familyOf(key)?.title ?? "Other";
    const sum = families.get(name) ?? { bytes: 0, keys: 0 };
    families.set(name, { bytes: sum.bytes + bytes * weight, keys: sum.keys + weight });
  }
  const all = [...families.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    families: [...families]
      .map(([family, { bytes, keys }]) => ({
        family,
        bytes: Math.round(bytes),
        keys: Math.round(keys),
        share: all > 0 ? bytes / all : 0,
      }))
      .sort((a, b) => b.bytes - a.bytes),
    largest: [...measured]
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, LARGEST)
      .map(({ key, bytes }) => ({ key: shownName(key), bytes })),
    looked: measured.length,
    total,
    bytes: Math.round(all),
  };
}

/**
 * The memory of keys by family, over all primaries. Two round trips for each 500 keys looked at; Redis is busy with each
 * such part for about a millisecond, so that nobody else waits.
 * @param most keys looked at
 * @returns null where the user of Redis may not ask
 */
export async function sampleMemory(most: number = SAMPLES[0]): Promise<MemorySample | null> {
  try {
    const nodes = await withRedis(listPrimaries);
    const [single, total] = await withRedis((redis) =>
      Promise.all([
        measure(redis, SINGLE_KEYS),
        Promise.all(nodes.map((node) => node.dbSize())).then((sizes) => sizes.reduce((sum, size) => sum + size, 0)),
      ]),
    );
    const each = Math.ceil(Math.min(most, SAMPLES[1]) / nodes.length);
    const sampled = await Promise.all(nodes.map((node) => sampleNode(node, each)));
    return summarize([...single.map((one) => ({ ...one, weight: 1 })), ...sampled.flat()], total);
  } catch (error) {
    if (error instanceof NotPermittedError) return null;
    throw error;
  }
}
