import type { Redis } from "#lib/redis/client.ts";
import { readView, writeView } from "./control.ts";
import { drainAll } from "./outbox.ts";
import type { View } from "./phases.ts";
import { type FenceMode, setFences } from "./redis/fences.ts";
import type { Stores } from "./shop.ts";
import type { SqlStore } from "./sql/sql-store.ts";

/**
 * The moves from one phase to another. Only between 4 and 5 the leader changes, and only there a change has to wait: first
 * nobody leads, then what is under way is brought over, then the other store leads. Each move may be done again after it
 * was interrupted anywhere; {@link completeMove} does so.
 */

interface MoveTools {
  redis: Redis;
  stores: Stores & { sql: SqlStore };
}

/** Makes Redis lead, with SQL as the one that follows. Changes wait meanwhile. Idempotent. */
async function letRedisLead({ redis, stores }: MoveTools): Promise<void> {
  await stores.sql.setLeader("none");
  try {
    await drainAll(stores.sql, stores.redis.both);
  } catch (error) {
    // Nobody may wait for a Redis that is away.
    if ((await readView(redis).catch(() => null))?.phase !== 5) await stores.sql.setLeader("sql");
    throw error;
  }
  await setFences(redis, "both");
  await writeView(redis, { phase: 5, percent: 100 });
  await stores.sql.setLeader("redis");
}

/** Makes SQL lead, with Redis as the one that follows. Changes wait meanwhile. Idempotent. */
async function letSqlLead({ redis, stores }: MoveTools, to: Pick<View, "phase" | "percent">): Promise<void> {
  await setFences(redis, null);
  await drainAll(stores.redis.both, stores.sql);
  await stores.sql.setLeader("sql");
  await writeView(redis, to);
}

/** Moves on or back, by one phase or to another percentage. @throws what the stores throw: the move may be done again */
export async function move(
  tools: MoveTools,
  from: Pick<View, "phase">,
  to: Pick<View, "phase" | "percent">,
): Promise<void> {
  const { redis } = tools;
  if (from.phase <= 4 && to.phase === 5) return letRedisLead(tools);
  if (from.phase === 5 && to.phase <= 4) return letSqlLead(tools, to);
  const mode: FenceMode | null = to.phase <= 4 ? null : to.phase === 5 ? "both" : "only";
  if (mode) await setFences(redis, mode);
  await writeView(redis, to);
}

/** Completes a move that was interrupted: whatever the phase says, is made so. */
export async function completeMove(tools: MoveTools): Promise<void> {
  const view = await readView(tools.redis);
  if (!view) return;
  if (view.phase <= 4) await letSqlLead(tools, view);
  else if (view.phase === 5) await letRedisLead(tools);
  else await setFences(tools.redis, "only");
}
