import { z } from "zod";
import { decodeCursor, encodeCursor } from "#lib/cursor.ts";
import type { SearchSort } from "#lib/search/schema.ts";
import type { Entry } from "./search-index.ts";

/** An entry's position in a list: the highest rank first; ties by newest, then by id. */
type Position = [rank: number, created: number, id: string];

const cursorShape = z.tuple([z.string(), z.number(), z.number(), z.string().max(64)]);
/** Words of a name that count. Name length only breaks ties between equal scores. */
const MAX_NAME_WORDS = 63;

function isBefore([rankA, createdA, idA]: Position, [rankB, createdB, idB]: Position): boolean {
  if (rankA !== rankB) return rankA > rankB;
  if (createdA !== createdB) return createdA > createdB;
  return idA < idB;
}

const byPosition = (a: { position: Position }, b: { position: Position }) =>
  isBefore(a.position, b.position) ? -1 : 1;

/** The rank of an entry in each order. Of equally good matches, the one with the shorter name ranks higher. */
const ranks: Record<SearchSort, (entry: Entry, score: number, views: ReadonlyMap<string, number>) => number> = {
  relevance: ({ nameWords }, score) => score * (MAX_NAME_WORDS + 1) - Math.min(nameWords, MAX_NAME_WORDS),
  newest: ({ created }) => created,
  "price-asc": ({ price }) => -price,
  "price-desc": ({ price }) => price,
  viewed: ({ id }, _, views) => views.get(id) ?? 0,
};

/** The position after which a page begins; null, the start, for an invalid cursor or one of another order. */
function readCursor(cursor: string | undefined, sort: SearchSort): Position | null {
  const [ofSort, ...position] = decodeCursor(cursorShape, cursor) ?? [""];
  return ofSort === sort ? (position as Position) : null;
}

interface PageOptions {
  sort: SearchSort;
  cursor: string | undefined;
  limit: number;
  /** by entry number */
  scores: Uint16Array | undefined;
  views: ReadonlyMap<string, number>;
}

/** A page of entries in one order. Reads each entry once and sorts only those that may be on the page. */
export function pageEntries(entries: readonly (Entry | undefined)[], kept: readonly number[], options: PageOptions) {
  const { sort, cursor, limit, scores, views } = options;
  const rank = ranks[sort];
  const start = readCursor(cursor, sort);
  let best: { id: string; position: Position }[] = [];
  let worst: Position | null = null;
  for (const number of kept) {
    const entry = entries[number];
    if (!entry) continue;
    const ranked = rank(entry, scores?.[number] ?? 0, views);
    if (worst && ranked < worst[0]) continue;
    const position: Position = [ranked, entry.created, entry.id];
    if ((start && !isBefore(start, position)) || (worst && !isBefore(position, worst))) continue;
    best.push({ id: entry.id, position });
    if (best.length < 4 * (limit + 1)) continue;
    best = best.sort(byPosition).slice(0, limit + 1);
    worst = best.at(-1)?.position ?? null;
  }
  best.sort(byPosition);
  const page = best.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = last && best.length > limit ? encodeCursor([sort, ...last.position]) : null;
  return { ids: page.map(({ id }) => id), nextCursor };
}
