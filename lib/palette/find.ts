import { findKeys, listKeys } from "#lib/key-browser/list-keys.ts";
import { listAllOrders } from "#lib/order/store.ts";
import { escapePattern } from "#lib/redis/paging/scan.ts";
import { searchQuery } from "#lib/search/schema.ts";
import { searchSkus } from "#lib/search/search.ts";
import { searchUsers } from "#lib/user/directory/search-users.ts";
import type { PaletteResults } from "./schema.ts";

/** Of each kind, at most. */
const LIMIT = 5;
/** Keys that the search for the beginning of a name looks at, at most; an exact name is found among any number. */
const MOST_SCANNED = 10_000;
/** A single character is in too many names of keys to be worth a walk. */
const MIN_KEY_TEXT = 2;

/** SKUs with every word of the text, some perhaps only similarly. One that has only some of them is not meant. */
async function findSkus(q: string): Promise<PaletteResults["skus"]> {
  const { items, match } = await searchSkus(searchQuery.parse({ q, limit: LIMIT }));
  if (match === "some") return [];
  return items.map(({ id, name, price, stock }) => ({ id, name, price, stock }));
}

/** The order with this number, with hyphens or without, or the newest ones of a username or an e-mail address. */
async function findOrders(q: string): Promise<PaletteResults["orders"]> {
  const { items } = await listAllOrders({ q, limit: LIMIT });
  return items.map(({ id, status, total, email }) => ({ id, status, total, email }));
}

async function searchKeys(q: string) {
  if (q.length < MIN_KEY_TEXT) return { items: [], nextCursor: null };
  // The whole name is looked up, so it is found however many keys there are.
  const [exact, page] = await Promise.all([
    findKeys([q]),
    listKeys({ pattern: `*${escapePattern(q)}*`, limit: LIMIT }),
  ]);
  const items = new Map([...exact, ...page.items].map((item) => [item.key, item]));
  return { items: [...items.values()].slice(0, LIMIT), nextCursor: page.nextCursor };
}

/**
 * What administrators find by a text: SKUs by name, id or brand; orders by number, username or e-mail address; people by
 * number or the beginning of their name or e-mail address; keys by a part of their name. All at once: as many round trips
 * as the slowest takes. That is two for SKUs, four for orders, three and one for each thousand keys within 40 ms for keys,
 * and for people up to sixteen: two for an exact match, one for the primaries, eleven to look at 10,000 keys, and two where
 * somebody is found.
 * @throws RedisUnavailableError also when the search index does not answer
 */
export async function findForPalette(q: string): Promise<PaletteResults> {
  if (q === "") return { q, skus: [], orders: [], people: [], keys: [], isPartial: false };
  const [skus, orders, people, keys] = await Promise.all([
    findSkus(q),
    findOrders(q),
    searchUsers(q, LIMIT, undefined, MOST_SCANNED),
    searchKeys(q),
  ]);
  return {
    q,
    skus,
    orders,
    people: people.items.map(({ id, username, email, role, disabled }) => ({ id, username, email, role, disabled })),
    keys: keys.items.map(({ key, type }) => ({ key, type })),
    isPartial: people.nextCursor !== null || keys.nextCursor !== null,
  };
}
