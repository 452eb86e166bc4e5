import { listPrimaries } from "#lib/redis/cluster.ts";
import type { Redis } from "#lib/redis/connection.ts";
import { keys } from "#lib/redis/keys.ts";
import { refusalOf } from "#lib/redis/trouble.ts";

/** What the Redis user of the store has to be allowed (ACL), and what of it is missing. */

/** One key of every kind that there is. */
const SOME_KEYS = Object.values(keys).map((name) => (typeof name === "function" ? name("1" as never) : name));

/** A command of every kind that the store sends, as ACL DRYRUN takes it. Scripts need what they call as well. */
const COMMANDS: readonly (readonly string[])[] = [
  ["PUBLISH", keys.skusChanged, "*"],
  ["SUBSCRIBE", keys.skusChanged],
  ["EXISTS", ...SOME_KEYS],
  ["DEL", ...SOME_KEYS],
  ["EVAL", "return 1", "0"],
  ["EVALSHA", "0", "0"],
  ...["PING", "MULTI", "EXEC", "TIME", "DBSIZE"].map((name) => [name]),
  ["SCAN", "0"],
  ["WAIT", "0", "1"],
  ...["GET", "TTL", "TYPE", "PERSIST", "UNLINK"].map((name) => [name, keys.writeProbe]),
  ["SET", keys.writeProbe, "1"],
  ...["EXPIRE", "PEXPIRE"].map((name) => [name, keys.writeProbe, "1"]),
  ...["HGETALL", "HKEYS", "HVALS", "HLEN"].map((name) => [name, keys.user("1")]),
  ...["HGET", "HMGET", "HDEL", "HEXISTS"].map((name) => [name, keys.user("1"), "a"]),
  ...["HSET", "HSETNX", "HINCRBY"].map((name) => [name, keys.user("1"), "a", "1"]),
  ["SMEMBERS", keys.usersToDelete],
  ...["SADD", "SREM", "SRANDMEMBER"].map((name) => [name, keys.usersToDelete, "1"]),
  ["ZCARD", keys.skus],
  ...["ZSCORE", "ZMSCORE", "ZREM", "ZPOPMIN"].map((name) => [name, keys.skus, "1"]),
  ...["ZADD", "ZINCRBY", "ZCOUNT", "ZRANGE", "ZREVRANGE", "ZREMRANGEBYRANK", "ZREMRANGEBYSCORE"].map((name) => {
    return [name, keys.skus, "1", "1"];
  }),
  ["RPUSH", keys.importTable("1"), "1"],
  ["LINDEX", keys.importTable("1"), "0"],
  ["ZUNIONSTORE", keys.viewed, "1", keys.viewed],
  ["XADD", keys.audit, "*", "a", "1"],
  ...["XRANGE", "XREVRANGE"].map((name) => [name, keys.audit, "-", "+"]),
];

/** The same in few commands that may really be sent: they leave nothing behind, and nobody heeds the message. */
const PROBES: readonly (readonly string[])[] = [
  ["PUBLISH", keys.skusChanged, "stock -"],
  ["SET", keys.writeProbe, "1", "PX", "1"],
  ["EVAL", "return 1", "0"],
  ["EXPIRE", keys.writeProbe, "1"],
  ["HDEL", keys.user("-"), "-"],
  ["SREM", keys.usersToDelete, "-"],
  ["ZREM", keys.skus, "-"],
  ["DEL", keys.cart("-")],
  ["SCAN", "0", "COUNT", "1"],
];

/** The name of what a refusal is about: `the command HSET`, `the key cart:1`, `the channel skus:changed`. */
function nameRefused(reply: string, [command = "", ...args]: readonly string[]): string {
  const [, name = "", kind = ""] = /'([^']+)' (command|key|channel)/.exec(reply) ?? [];
  if (kind === "key" || kind === "channel") return `the ${kind} ${name}`;
  if (/channel/.test(reply)) return `the channel ${args[0]}`;
  return /key/.test(reply) ? `keys such as ${args[0]}` : `the command ${(name || command).toUpperCase()}`;
}

/** Asks what a user may do, without doing it. @throws ErrorReply where asking is not allowed or not known */
async function dryRun(redis: Redis): Promise<string[]> {
  const user = String(await redis.sendCommand(["ACL", "WHOAMI"]));
  const replies = await Promise.all(
    COMMANDS.map((command) => redis.sendCommand(["ACL", "DRYRUN", user, ...command]).catch((error) => error)),
  );
  // A command that this server does not know, or counts differently, says nothing about rights.
  const [first] = replies;
  if (first instanceof Error) throw first;
  return COMMANDS.flatMap((command, i) => {
    const reply = replies[i];
    return typeof reply === "string" && reply !== "OK" ? nameRefused(reply, command) : [];
  });
}

async function tryOut(redis: Redis): Promise<string[]> {
  const refusals = PROBES.map((command) =>
    redis.sendCommand([...command]).then(
      () => [],
      (error: unknown) => (refusalOf(error) === "NOPERM" ? nameRefused(String(error), command) : []),
    ),
  );
  return (await Promise.all(refusals)).flat();
}

/**
 * What the store needs and its Redis user may not: commands, keys, channels. By ACL DRYRUN, or where that is forbidden
 * or unknown by a few harmless commands. Two round trips. @returns their names, none when nothing is known to be missing
 */
export async function findMissingPermissions(redis: Redis): Promise<string[]> {
  const missing = await Promise.all(
    (await listPrimaries(redis)).map((primary) => dryRun(primary).catch(() => tryOut(primary))),
  );
  return [...new Set(missing.flat())];
}
