import { logEvent } from "#lib/log.ts";
import { countConnections, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { startRepair } from "#lib/redis/repair/repair.ts";
import { repeat } from "#lib/redis/tasks/repeat.ts";
import { repairOrders } from "./repair-orders.ts";

/** A process that dies during a repair holds the others up no longer than this, in milliseconds. */
const LOCK_MS = 10_000;

interface Times {
  /** how often it is looked whether there is anything to do, in milliseconds */
  lookMs?: number;
  /** by when the nodes of a cluster agree again and the sweeper has finished what it can, in milliseconds */
  settleMs?: number;
}

/**
 * Repairs the orders of this hour once, in one process at a time. Outside the deadline of a request: each command still
 * fails when Redis is away. @returns whether it was done; false while another process is at it
 */
export async function repairRecentOrders(): Promise<boolean> {
  const lock = { condition: "NX", expiration: { type: "PX", value: LOCK_MS } } as const;
  const redis = await withRedis(async (client) =>
    (await client.set(keys.repairLock, "1", lock)) === null ? null : client,
  );
  if (!redis) return false;
  const { repair, found } = startRepair(redis);
  const { rest } = repair;
  repair.rest = async () => {
    await redis.pExpire(keys.repairLock, LOCK_MS);
    await rest();
  };
  try {
    await repairOrders(repair, { recent: true });
  } finally {
    for (const [kind, { count, examples }] of found)
      logEvent("warn", "repaired", { what: kind, count: String(count), examples: examples.join(" ") });
    await redis.del(keys.repairLock);
  }
  return true;
}

/**
 * Repairs the orders of this hour after the start and after each new connection: another server may have been promoted,
 * without the last writes of the one before. @returns a function that stops it
 */
export function startOrderRepair({ lookMs = 2000, settleMs = 8000 }: Times = {}): () => void {
  let repaired = 0;
  let seen = { connections: 0, at: 0 };
  return repeat(lookMs, async () => {
    const connections = countConnections();
    if (connections !== seen.connections) seen = { connections, at: performance.now() };
    if (connections === repaired || performance.now() - seen.at < settleMs) return;
    if (await repairRecentOrders()) repaired = connections;
  });
}
