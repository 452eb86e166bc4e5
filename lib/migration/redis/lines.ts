import { MAX_QUANTITY } from "#lib/cart/limits.ts";
import type { Change, LineRecord } from "#lib/migration/records/record.ts";
import { expirySecondsOf } from "#lib/owner.ts";
import { keys } from "#lib/redis/keys.ts";
import { nowMs } from "#lib/time.ts";
import { fenceOf } from "./fences.ts";
import { followLine } from "./follow-line.ts";
import { leadLine } from "./lead-line.ts";
import { type Led, NOT_LEADING, notLeading, type Side, tombstoneMs } from "./led.ts";

/** Lines of carts in Redis, with their versions beside the cart. */

/** Ids of guests begin with a g (session/identity.ts). The cart of a user does not expire, nor what is known of it. */
const isGuest = (owner: string) => owner.startsWith("g");

/** One round trip. */
export async function leadLineChange(
  side: Side,
  { owner, guest, sku, quantity, mode: how }: Extract<Change, { verb: "change-line" }>,
): Promise<Led> {
  const { redis, mode } = side;
  const cart = keys.cart(owner);
  const reply = await leadLine(redis, {
    ...{ cart, versions: keys.cartVersions(owner), fence: fenceOf(redis, cart), mode },
    ...{ sku, quantity, how, maxQuantity: MAX_QUANTITY },
    expirySeconds: expirySecondsOf({ id: owner, guest }),
    tombstoneMs: guest ? tombstoneMs(side) : 0,
  });
  if (reply[0] === NOT_LEADING) return notLeading;
  const [version = 0, now = 0, expiresAtMs = 0] = reply.map(Number);
  const expiresAt = expiresAtMs > 0 ? expiresAtMs / 1000 : null;
  return { ok: true, record: { kind: "line", owner, sku, quantity: now, version, expiresAt } };
}

/** One round trip. @returns whether it was written: the one there was older */
export function writeLine(side: Side, record: LineRecord): Promise<boolean> {
  const { owner, sku, version, quantity, expiresAt } = record;
  return followLine(side.redis, {
    ...{ cart: keys.cart(owner), versions: keys.cartVersions(owner), sku, version, quantity },
    expiresAtMs: expiresAt === null ? 0 : Math.round(expiresAt * 1000),
    tombstoneMs: isGuest(owner) ? tombstoneMs(side) : 0,
  });
}

/** The lines of a cart, with those that were removed. One round trip. */
export async function readLines({ redis }: Side, owner: string): Promise<LineRecord[]> {
  const cart = keys.cart(owner);
  const [versions, quantities, left] = await Promise.all([
    redis.hGetAll(keys.cartVersions(owner)),
    redis.hGetAll(cart),
    redis.pTTL(cart),
  ]);
  const expiresAt = left > 0 ? (nowMs() + left) / 1000 : null;
  // A line without a version was written by somebody else.
  const skus = new Set([...Object.keys(versions), ...Object.keys(quantities)]);
  return [...skus].map((sku) => ({
    ...{ kind: "line", owner, sku, expiresAt },
    ...{ version: Number(versions[sku] ?? 0), quantity: Number(quantities[sku] ?? 0) },
  }));
}
