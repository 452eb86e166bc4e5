import { z } from "zod";
import { keys } from "../redis/keys.ts";

/** A shard holds the integers `from` to `to`, inclusive, under its key. */
export const shard = z.object({ key: z.string(), url: z.string(), from: z.number(), to: z.number() });
export type Shard = z.infer<typeof shard>;

/** Cuts 1..count into contiguous shards whose sizes differ by one at most; none is empty. */
export function planShards(count: number, shards: number, urlOf: (key: string) => string): Shard[] {
  const size = Math.min(shards, count);
  return Array.from({ length: size }, (_, i) => {
    const key = keys.bigListShard(i);
    const from = Math.floor((count * i) / size) + 1;
    return { key, url: urlOf(key), from, to: Math.floor((count * (i + 1)) / size) };
  });
}
