import { shopperOf } from "#lib/order/shopper-id.ts";
import { isUserId } from "#lib/owner.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { convertRest } from "./scripts/convert-rest.ts";
import { convertUse } from "./scripts/convert-use.ts";

/** Orders, or codes, read in one round trip. */
const BATCH = 200;

/** All members of a sorted set, in batches. One round trip for each. */
async function* members(index: string): AsyncGenerator<string[]> {
  for (let first = 0; ; first += BATCH) {
    const batch = await withRedis((redis) => redis.zRange(index, first, first + BATCH - 1));
    if (batch.length > 0) yield batch;
    if (batch.length < BATCH) return;
  }
}

/** The codes whose uses are still counted by shopper. */
async function findOldCodes(): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const codes of members(keys.discounts)) {
    const exist = await withRedis((redis) => Promise.all(codes.map((code) => redis.exists(keys.discountUsedBy(code)))));
    for (const [i, code] of codes.entries()) if (exist[i]) found.add(code);
  }
  return found;
}

const FIELDS = ["discount_code", "shopper", "owner", "email", "status"] as const;
const USED = new Set(["placed", "shipped", "delivered"]);

/** Converts what these orders have used. An order that has `shopper` was never counted in the old way. */
async function convertOrders(ids: readonly string[], codes: ReadonlySet<string>): Promise<void> {
  await withRedis(async (redis) => {
    const orders = await Promise.all(ids.map((id) => redis.hmGet(keys.order(id), [...FIELDS])));
    await Promise.all(
      orders.flatMap(([code, known, owner, email, status], i) => {
        if (!code || !codes.has(code) || known || !USED.has(status ?? "")) return [];
        // Of a guest whose account was deleted since nothing is left that says who it was.
        if (!email && !isUserId(owner ?? "")) return [];
        const shopper = shopperOf({ shopper: "", owner: owner ?? "", email: email ?? "" });
        const pair = { usedBy: keys.discountUsedBy(code), uses: keys.discountUses(code) };
        return [convertUse(redis, { ...pair, shopper, order: ids[i] ?? "" })];
      }),
    );
  });
}

/**
 * From version 0 of the data to 1. Who used a discount code was a number for each shopper (`:used_by`) and is an entry for
 * each order and id of the shopper (`:uses`), so that a shopper counts once as a guest and with an account. The orders say
 * who used a code; a use whose order is not found stays, as an entry without an order. Idempotent, and may stop anywhere.
 * Two round trips for each 200 orders, if any code has old uses. @returns what was converted; null when there was nothing
 */
export async function convertDiscountUses(): Promise<string | null> {
  const codes = await findOldCodes();
  if (codes.size > 0) for await (const ids of members(keys.orders)) await convertOrders(ids, codes);
  for (const code of codes) {
    const pair = { usedBy: keys.discountUsedBy(code), uses: keys.discountUses(code) };
    await withRedis((redis) => convertRest(redis, pair));
  }
  return codes.size === 0 ? null : `the uses of ${codes.size} discount codes`;
}
