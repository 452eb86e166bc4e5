import { findRedisServer } from "#lib/redis/launch.ts";
import { launchTemporaryRedis, type TemporaryRedis } from "./temporary-redis.ts";

/**
 * Starts an empty Redis that loses no acknowledged write: every write is on disk before the reply is sent.
 * @returns null if no server program is installed on this machine
 */
export async function startDurableRedis(): Promise<TemporaryRedis | null> {
  if (!findRedisServer()) return null;
  return launchTemporaryRedis("durable", ["--save", "", "--appendonly", "yes", "--appendfsync", "always"]);
}
