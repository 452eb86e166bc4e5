import { ErrorReply } from "redis";
import { processWide } from "#lib/process/process-wide.ts";
import type { Redis } from "#lib/redis/client.ts";
import { listPrimaries } from "#lib/redis/cluster.ts";

/** Whoever may not ask is not asked again: each refusal is an entry in the log of Redis. */
const answers = processWide("snapshot-rule", () => ({ refused: false }));

/**
 * When Redis takes snapshots, as its setting `save` says: `"3600 1 300 100"`, or `""` for never. Null where nobody may
 * ask: the operator of a managed service sees to it. One round trip.
 */
export async function readSnapshotRule(redis: Redis): Promise<string | null> {
  if (answers.refused) return null;
  const [primary] = await listPrimaries(redis);
  try {
    return (await primary?.configGet("save"))?.save ?? null;
  } catch (error) {
    if (error instanceof ErrorReply) {
      answers.refused = true;
      return null;
    }
    throw error;
  }
}
