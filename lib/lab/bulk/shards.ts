import { z } from "zod";
import { keys } from "#lib/redis/keys.ts";

/** A shard holds the integers `from` to `to`, inclusive, under its key on the server at `url`. */
export const shard = z.object({ key: z.string(), url: z.string(), from: z.number(), to: z.number() });
export type Shard = z.infer<typeof shard>;

/** The keys of a number of shards. */
export function shardKeys(shards: number): string[] {
  return Array.from({ length: shards }, (_, i) => keys.bigListShard(i));
}

/** Splits 1..count into contiguous shards whose sizes differ by at most one; none is empty. @param nodes URL by key */
export function planShards(count: number, shards: number, nodes: ReadonlyMap<string, string>): Shard[] {
  const size = Math.min(shards, count);
  return Array.from({ length: size }, (_, i) => {
    const key = keys.bigListShard(i);
    const from = Math.floor((count * i) / size) + 1;
    return { key, url: nodes.get(key) ?? "", from, to: Math.floor((count * (i + 1)) / size) };
  });
}
