import { z } from "zod";
import { decodeCursor, encodeCursor } from "#lib/cursor.ts";
import type { Redis } from "#lib/redis/client.ts";
import { isDamage, noteDamaged } from "#lib/redis/damaged.ts";
import { pageIndex } from "./page-index.ts";

const position = z.tuple([z.string().regex(/^\d{1,20}(\.\d{1,20})?(e\+\d{1,2})?$/), z.string().max(128)]);

/** A page of a sorted-set index and the cursor of the next one. */
export interface IndexPage {
  members: string[];
  nextCursor: string | null;
}

/**
 * One page of an index, in one round trip whatever its size. An invalid cursor starts at the beginning; one whose member
 * has left the index continues where it was.
 */
export async function readPage(
  redis: Redis,
  index: string,
  { direction, limit, cursor }: { direction: "asc" | "desc"; limit: number; cursor?: string | undefined },
): Promise<IndexPage> {
  const [score, member] = decodeCursor(position, cursor) ?? ["", ""];
  const flat = await pageIndex(redis, { index, direction, limit, score, member }).catch((error: unknown) => {
    if (!isDamage(error)) throw error;
    noteDamaged(index, "of another type; counts as absent");
    return [];
  });
  const entries: [score: string, member: string][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) entries.push([flat[i + 1] ?? "", flat[i] ?? ""]);
  const page = entries.slice(0, limit);
  const more = entries.length > limit;
  return {
    members: page.map(([, id]) => id),
    nextCursor: more ? encodeCursor(page.at(-1) ?? []) : null,
  };
}
