import { decodeCursor, encodeCursor } from "#lib/cursor.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";
import { GUEST_DATA_SECONDS, isUserId } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { scanPosition, scanSteps } from "#lib/redis/paging/scan.ts";
import { isoTimeOfMs, nowMs } from "#lib/time.ts";
import { readUsernames } from "#lib/user/store.ts";

/** All carts, for administrators, found by SCAN: no index has them. */

/** A page of the list ends when it has so many; what the last SCAN found beyond that is on it as well. */
const PAGE = 50;

/** A cart as an administrator sees it in the list. */
export interface AnyCart {
  /** the user id, or the guest id */
  owner: string;
  /** null for a guest, and for a user who is gone */
  user: { id: string; username: string } | null;
  lines: number;
  totalItems: number;
  /** at current prices; lines whose SKU is not sold count for nothing */
  totalValue: string;
  /** when a guest last changed it, ISO 8601; null for a user's, which does not tell */
  changedAt: string | null;
  /** when its owner last looked at a product or changed a guest's cart, ISO 8601; null when that is not known */
  activeAt: string | null;
  /** seconds since `activeAt`, so the age of the cart as far as it is known */
  ageSeconds: number | null;
}

const PREFIX = keys.cart("");
/** Ids of users and guests. A run of the laboratory has others. */
const OWNER = /^(\d+|g[\w-]{16})$/;

interface Found {
  owner: string;
  lines: [sku: string, quantity: number][];
  changedMs: number | null;
  viewedMs: number | null;
}

async function readFound(redis: Redis, owner: string): Promise<Found | []> {
  const key = keys.cart(owner);
  const [hash, ttlMs, newest] = await Promise.all([
    redis.hGetAll(key),
    redis.pTTL(key),
    redis.zRangeWithScores(keys.recent(owner), 0, 0, { REV: true }),
  ]);
  const lines = Object.entries(hash)
    .map(([sku, quantity]): [string, number] => [sku, Number.parseInt(quantity, 10)])
    .filter(([, quantity]) => quantity > 0);
  if (lines.length === 0) return [];
  // Each change of a guest's cart begins its time to live anew.
  const changedMs = ttlMs > 0 && !isUserId(owner) ? nowMs() - (GUEST_DATA_SECONDS * 1000 - ttlMs) : null;
  return { owner, lines, changedMs, viewedMs: newest[0]?.score ?? null };
}

/** Current prices in cents; a SKU that is not sold has none. One round trip. */
async function readPrices(redis: Redis, skus: readonly string[]): Promise<Map<string, number>> {
  const prices = await Promise.all(skus.map((sku) => redis.hGet(keys.sku(sku), "price")));
  return new Map(skus.map((sku, i) => [sku, parseMoney(prices[i] ?? "") ?? 0]));
}

async function readCarts(owners: readonly string[]): Promise<AnyCart[]> {
  const [found, prices] = await withRedis(async (redis) => {
    const carts = (await Promise.all(owners.map((owner) => readFound(redis, owner)))).flat();
    const skus = new Set(carts.flatMap(({ lines }) => lines.map(([sku]) => sku)));
    return [carts, await readPrices(redis, [...skus])] as const;
  });
  const names = await readUsernames(found.map(({ owner }) => owner).filter(isUserId));
  return found.map(({ owner, lines, changedMs, viewedMs }) => {
    const activeMs = changedMs === null ? viewedMs : Math.max(changedMs, viewedMs ?? 0);
    const username = names.get(owner);
    return {
      owner,
      user: username === undefined ? null : { id: owner, username },
      lines: lines.length,
      totalItems: lines.reduce((sum, [, quantity]) => sum + quantity, 0),
      totalValue: formatMoney(lines.reduce((sum, [sku, quantity]) => sum + (prices.get(sku) ?? 0) * quantity, 0)),
      changedAt: changedMs === null ? null : isoTimeOfMs(changedMs),
      activeAt: activeMs === null ? null : isoTimeOfMs(activeMs),
      ageSeconds: activeMs === null ? null : Math.max(0, Math.round((nowMs() - activeMs) / 1000)),
    };
  });
}

/**
 * A page of all carts that have lines: about 50, the most valuable first within the page; the pages themselves are in no
 * order. It may have none and still be followed by another: one request looks at 50,000 keys at most. One round trip, one
 * for each SCAN, and three for each that finds carts.
 */
export async function listAllCarts(
  cursor: string | undefined,
): Promise<{ items: AnyCart[]; nextCursor: string | null }> {
  const items = new Map<string, AnyCart>();
  let next = decodeCursor(scanPosition, cursor);
  for await (const step of scanSteps({ match: `${PREFIX}*`, type: "hash" }, next)) {
    next = step.next;
    const owners = step.found.map((key) => key.slice(PREFIX.length)).filter((owner) => OWNER.test(owner));
    for (const cart of await readCarts(owners)) items.set(cart.owner, cart);
    if (items.size >= PAGE) break;
  }
  const cents = ({ totalValue }: AnyCart) => parseMoney(totalValue) ?? Number.POSITIVE_INFINITY;
  const sorted = [...items.values()].sort((a, b) => cents(b) - cents(a));
  return { items: sorted, nextCursor: next && encodeCursor(next) };
}
