import { ErrorReply } from "redis";
import { logEvent } from "#lib/log.ts";
import { processWide } from "#lib/process/process-wide.ts";
import type { Redis } from "#lib/redis/connection.ts";

/**
 * Keys that are not what they should be: of another type, or with contents that can't be read, because somebody else
 * wrote them. Such a key counts as absent wherever it is read, and is logged once with its name. Where the store writes
 * it, what is there is set aside under another name and not destroyed.
 */

/** Names that are remembered, so that a database full of foreign keys fills no memory. */
const MAX_NAMES = 1000;
const noted = processWide("damaged-keys", () => new Set<string>());

/** Keys whose names are no secret and name no person; of others only the kind is logged. */
const SHOWN =
  /^\{?(user|cart|wishlist|recent|viewed|skus?|orders?|orders_of|discounts?|runs?|audit|metrics|csp|search|biglist)\b/;

/** A key as it may be shown and logged: one whose name is a secret, or names a person, by its kind alone. */
export const shownName = (key: string) => (SHOWN.test(key) && !key.includes("@") ? key : `${key.split(":")[0]}:…`);

/** Logs once that a key is not what it should be. @param what is wrong with it */
export function noteDamaged(key: string, what: string): void {
  const name = shownName(key);
  if (noted.has(name) || noted.size >= MAX_NAMES) return;
  noted.add(name);
  logEvent("warn", "key-damaged", { key: name, what });
}

/** The names of the damaged keys that this process has met. */
export const listDamaged = (): readonly string[] => [...noted];

/** Whether an error says that a key has another type than the command needs, or holds no number to count with. */
export function isDamage(error: unknown): boolean {
  const isReply = error instanceof ErrorReply || (error instanceof Error && error.name === "MultiErrorReply");
  return isReply && /^(WRONGTYPE |ERR (value|hash value) is not an? (integer|float))/.test(error.message);
}

/** Where a damaged key is kept, in its cluster slot. */
const asideName = (key: string) => (key.startsWith("{") ? `${key}:damaged` : `{${key}}:damaged`);

/** Sets a key aside, to be looked at by an operator. One round trip. */
export async function setAside(redis: Redis, key: string): Promise<void> {
  noteDamaged(key, `of another type; set aside as ${shownName(asideName(key))}`);
  await redis.rename(key, asideName(key)).catch((error) => {
    // Another request was faster.
    if (!/no such key/.test(String(error))) throw error;
  });
}

export type KeyType = "hash" | "zset" | "set" | "string";

/**
 * Does work that writes keys of known types. Keys of another type are set aside, and the work is done again: nothing of
 * it has happened, because it is one script or one transaction.
 */
export async function repairing<T>(
  redis: Redis,
  types: Readonly<Record<string, KeyType>>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDamage(error)) throw error;
    const found = await Promise.all(Object.keys(types).map(async (key) => [key, await redis.type(key)] as const));
    const damaged = found.filter(([key, type]) => type !== "none" && type !== types[key]);
    if (damaged.length === 0) throw error;
    for (const [key] of damaged) await setAside(redis, key);
    return work();
  }
}

const none = () => [];
const zero = () => 0;
const nulls = (_key: string, fields: unknown) => (Array.isArray(fields) ? fields.map(() => null) : []);

/** What commands that read, or remove members, reply about a key that does not exist. */
const ABSENT: Readonly<Record<string, (key: string, ...args: unknown[]) => unknown>> = {
  ...{ get: () => null, hGet: () => null, zScore: () => null, xRange: none, xRevRange: none },
  ...{ hGetAll: () => ({}), hmGet: nulls, zmScore: nulls },
  ...{ hKeys: none, hVals: none, zRange: none, zRangeWithScores: none, sMembers: none, sRandMemberCount: none },
  ...{ hLen: zero, zCard: zero, zCount: zero, xLen: zero, hDel: zero, zRem: zero, sRem: zero },
};

/** Commands that write one key. */
const WRITES = ["hSet", "hSetNX", "hIncrBy", "zAdd", "zIncrBy", "sAdd", "xAdd"];

type CommandArgs = [key: string, ...rest: unknown[]];
type Command = (this: unknown, ...args: CommandArgs) => Promise<unknown>;

/** Replaces a command of a client. Options of the call stay, because they are properties of `this`. */
function replace(
  client: object,
  name: string,
  onDamage: (run: () => Promise<unknown>, ...args: CommandArgs) => unknown,
) {
  const original: unknown = Reflect.get(client, name);
  if (typeof original !== "function") return;
  const replaced: Command = function (...args) {
    const run = (): Promise<unknown> => Reflect.apply(original, this, args);
    return run().catch((error: unknown) => {
      if (!isDamage(error)) throw error;
      return onDamage(run, ...args);
    });
  };
  Reflect.set(client, name, replaced);
}

/** Makes a client take keys of another type for absent ones, and write in their place. @returns the client */
export function tolerateDamage<C extends object>(client: C): C {
  for (const [name, absent] of Object.entries(ABSENT)) {
    replace(client, name, (_run, key, ...args) => {
      noteDamaged(key, "of another type; counts as absent");
      return absent(key, ...args);
    });
  }
  for (const name of WRITES) {
    replace(client, name, async (run, key) => {
      await setAside(client as unknown as Redis, key);
      return run();
    });
  }
  return client;
}
