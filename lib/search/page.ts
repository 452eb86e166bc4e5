import { z } from "zod";
import { decodeCursor, encodeCursor } from "#lib/cursor.ts";
import type { SearchSort } from "./schema.ts";
import type { Entry } from "./search-index.ts";

/** An entry's place in a list: the highest first; among equals the newest, then by id. */
type Place = [rank: number, created: number, id: string];

const cursorShape = z.tuple([z.string(), z.number(), z.number(), z.string().max(64)]);
/** The number of a name's words counts less than any difference of scores. */
const MAX_NAME_WORDS = 63;

function isBefore([rankA, createdA, idA]: Place, [rankB, createdB, idB]: Place): boolean {
  if (rankA !== rankB) return rankA > rankB;
  if (createdA !== createdB) return createdA > createdB;
  return idA < idB;
}

const byPlace = (a: { place: Place }, b: { place: Place }) => (isBefore(a.place, b.place) ? -1 : 1);

/** The rank of an entry in each order. Of equally good matches the one with the shorter name is the nearer. */
const ranks: Record<SearchSort, (entry: Entry, score: number, views: ReadonlyMap<string, number>) => number> = {
  relevance: ({ nameWords }, score) => score * (MAX_NAME_WORDS + 1) - Math.min(nameWords, MAX_NAME_WORDS),
  newest: ({ created }) => created,
  "price-asc": ({ price }) => -price,
  "price-desc": ({ price }) => price,
  viewed: ({ id }, _, views) => views.get(id) ?? 0,
};

/** The place at which a page begins. A cursor that is not ours, or of another order, begins at the start. */
function readCursor(cursor: string | undefined, sort: SearchSort): Place | null {
  const [ofSort, ...place] = decodeCursor(cursorShape, cursor) ?? [""];
  return ofSort === sort ? (place as Place) : null;
}

interface PageOptions {
  sort: SearchSort;
  cursor: string | undefined;
  limit: number;
  /** by entry number */
  scores: Uint16Array | undefined;
  views: ReadonlyMap<string, number>;
}

/** A page of entries in one order. Takes one look at each, and sorts only what may come onto the page. */
export function pageEntries(entries: readonly (Entry | undefined)[], kept: readonly number[], options: PageOptions) {
  const { sort, cursor, limit, scores, views } = options;
  const rank = ranks[sort];
  const start = readCursor(cursor, sort);
  let best: { id: string; place: Place }[] = [];
  let worst: Place | null = null;
  for (const number of kept) {
    const entry = entries[number];
    if (!entry) continue;
    const ranked = rank(entry, scores?.[number] ?? 0, views);
    if (worst && ranked < worst[0]) continue;
    const place: Place = [ranked, entry.created, entry.id];
    if ((start && !isBefore(start, place)) || (worst && !isBefore(place, worst))) continue;
    best.push({ id: entry.id, place });
    if (best.length < 4 * (limit + 1)) continue;
    best = best.sort(byPlace).slice(0, limit + 1);
    worst = best.at(-1)?.place ?? null;
  }
  best.sort(byPlace);
  const page = best.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = last && best.length > limit ? encodeCursor([sort, ...last.place]) : null;
  return { ids: page.map(({ id }) => id), nextCursor };
}
