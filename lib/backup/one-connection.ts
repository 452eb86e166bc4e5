import { type Redis, withRedis } from "#lib/redis/client.ts";
import { describeSlots } from "#lib/redis/cluster.ts";
import { BackupError } from "./backup-error.ts";

/** Runs work on a connection. */
export type RunRedis = <T>(work: (redis: Redis) => Promise<T>) => Promise<T>;

/**
 * Does work on one and the same connection. The place of a SCAN means something only to the server that gave it: after
 * a restart, a failover, or when slots have moved, going on would leave keys out, and nobody would know.
 * @throws BackupError when the connection breaks or slots move meanwhile
 */
export async function onOneConnection<T>(work: (run: RunRedis, redis: Redis) => Promise<T>): Promise<T> {
  const redis = await withRedis(async (current) => current);
  const slots = await describeSlots(redis);
  if (slots.includes("[")) throw new BackupError("Slots of the cluster are being moved. Try again afterwards.");
  let broken = false;
  const note = () => {
    broken = true;
  };
  const events = ["reconnecting", "node-reconnecting", "node-disconnect", "end"];
  for (const event of events) redis.on(event, note);
  const run: RunRedis = (step) =>
    withRedis((current) => {
      if (broken || current !== redis)
        throw new BackupError("The connection to Redis broke. The command can be repeated.");
      return step(redis);
    });
  try {
    const result = await work(run, redis);
    if ((await run(describeSlots)) !== slots)
      throw new BackupError("Slots of the cluster were moved meanwhile. Repeat the command.");
    return result;
  } finally {
    for (const event of events) redis.off(event, note);
  }
}
