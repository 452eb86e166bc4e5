import { z } from "zod";
import { openClient } from "#lib/lab/servers/connect.ts";
import type { Shard } from "./shards.ts";

/**
 * Settings under which a list of consecutive integers takes 4.1 bytes a value instead of 6.2 (measured on 7.0):
 * nodes but the ends are compressed, and a node of 1,260 values compressed just fills the allocator's 5,120 bytes.
 * Less is not to be had: of the six bytes of a value one is new, which LZF writes as two, and the match of the other
 * five as two more.
 */
export const COMPACT = { "list-max-listpack-size": "1260", "list-compress-depth": "1" };
/** A list keeps the settings that held when it outgrew its first node, so it must do so in the first command. */
const FIRST_VALUES = 2000;

const settings = z.object({ "list-max-listpack-size": z.string(), "list-compress-depth": z.string() });

/**
 * Creates the list of a shard with its first values, under settings that hold for this list only: they are set and
 * put back in one transaction, which no other command comes between.
 * @returns the shard that is left to write
 */
export async function beginCompactList(target: Shard): Promise<Shard> {
  const redis = await openClient(target.url);
  try {
    const found = settings.safeParse(await redis.configGet(Object.keys(COMPACT)).catch(() => null));
    // A managed Redis may not let its settings be seen; the list is then as large as that Redis makes it.
    if (!found.success) return target;
    const count = Math.min(FIRST_VALUES, target.to - target.from + 1);
    const values = Array.from({ length: count }, (_, i) => String(target.from + i));
    await redis.multi().configSet(COMPACT).lPush(target.key, values).configSet(found.data).exec();
    return { ...target, from: target.from + count };
  } finally {
    redis.destroy();
  }
}
