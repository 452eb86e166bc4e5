import { closeGuestWishlist } from "#lib/cart/scripts/close-guest-data.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";
import { expirySecondsOf, GUEST_DATA_SECONDS, type Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { readSkus } from "#lib/sku/store.ts";
import { changeWishlist } from "#lib/wishlist/scripts/change-wishlist.ts";
import { mergeWishlistScript } from "#lib/wishlist/scripts/merge-wishlist.ts";
import { MAX_SAVED, type Wishlist, type WishlistFailure, type WishlistResult } from "./schema.ts";

/** How long a shopper is told what a merge left out, in seconds. */
const LEFT_OUT_SECONDS = 86_400;

/** The last moment that a date can have, in ms: a score that somebody else wrote may lie beyond it. */
const LAST_MS = 8.64e15;
const isoOf = (score: number) => new Date(Math.max(0, Math.min(score, LAST_MS))).toISOString();

/** The list at today's prices. Two round trips, one when it is empty; one more when a SKU has left the catalogue. */
async function readWishlist(redis: Redis, { id }: Owner): Promise<Wishlist> {
  const [saved, leftOut] = await Promise.all([
    redis.zRangeWithScores(keys.wishlist(id), 0, -1, { REV: true }),
    redis.zRange(keys.wishlistLeftOut(id), 0, -1, { REV: true }),
  ]);
  const ids = [...saved.map((entry) => entry.value), ...leftOut];
  const skus = new Map((await readSkus(redis, ids)).map((sku) => [sku.id, sku]));
  const gone = saved.flatMap(({ value }) => (skus.has(value) ? [] : value));
  if (gone.length > 0) await redis.zRem(keys.wishlist(id), gone);
  const items = saved.flatMap(({ value, score }) => {
    const sku = skus.get(value);
    if (!sku) return [];
    const { name, price, category, image, stock } = sku;
    const unitPrice = formatMoney(parseMoney(price) ?? 0);
    return { sku: value, name, unitPrice, category, image, stock, savedAt: isoOf(score) };
  });
  const notices = [
    ...gone.map((sku) => `${sku} is no longer sold and was taken out of your wishlist.`),
    ...leftOut.flatMap((sku) => {
      const name = skus.get(sku)?.name;
      return name ? `${name} found no room when your wishlists were put together: one holds ${MAX_SAVED} things.` : [];
    }),
  ];
  return notices.length > 0 ? { items, notices } : { items };
}

/** What an owner has saved. Two round trips, one when that is nothing; one more when a SKU has left the catalogue. */
export async function getWishlist(owner: Owner): Promise<Wishlist> {
  return withRedis((redis) => readWishlist(redis, owner));
}

/** Puts a SKU in, or takes it out, without reading the list. Idempotent. Two round trips, one to take it out. */
export async function changeSaved(
  owner: Owner,
  sku: string,
  to: "in" | "out",
): Promise<{ ok: true } | WishlistFailure> {
  return withRedis(async (redis) => {
    // The SKU lives in another slot than the list. One that is deleted just after this look is dropped on reading.
    if (to === "in" && (await redis.exists(keys.sku(sku))) === 0) return { ok: false, reason: "unknown-sku" };
    const reason = await changeWishlist(redis, {
      wishlist: keys.wishlist(owner.id),
      movedTo: keys.wishlistMovedTo(owner.id),
      leftOut: keys.wishlistLeftOut(owner.id),
      sku,
      savedAt: to === "in" ? Date.now() : "",
      maxEntries: MAX_SAVED,
      expirySeconds: expirySecondsOf(owner),
    });
    return reason === "ok" ? { ok: true } : { ok: false, reason };
  });
}

async function changeAndRead(owner: Owner, sku: string, to: "in" | "out"): Promise<WishlistResult> {
  const changed = await changeSaved(owner, sku, to);
  return changed.ok ? { ok: true, wishlist: await getWishlist(owner) } : changed;
}

/** Saves a SKU for later; one that is saved already stays where it is. Idempotent. Four round trips. */
export async function saveSku(owner: Owner, sku: string): Promise<WishlistResult> {
  return changeAndRead(owner, sku, "in");
}

/** Takes a SKU out of the list. Idempotent. Three round trips. */
export async function removeSaved(owner: Owner, sku: string): Promise<WishlistResult> {
  return changeAndRead(owner, sku, "out");
}

/** Whether a SKU is in the list. One round trip. */
export async function isSaved(owner: Owner, sku: string): Promise<boolean> {
  return withRedis(async (redis) => (await redis.zScore(keys.wishlist(owner.id), sku)) !== null);
}

/**
 * Moves what a guest saved into a list, as mergeCart does with carts: the guest's list is closed first, taken in once,
 * and deleted last, so it may stop anywhere and be done again. What is in both counts as saved at the later time.
 * Above the limit the newest stay, and the others are named in the notices for a day. Three round trips, one when the
 * guest's list is empty.
 * @returns whether the entries are in the list now; false when another owner has taken the guest's list before
 */
export async function mergeWishlist(guestId: string, owner: Owner): Promise<boolean> {
  return withRedis(async (redis) => {
    const guest = keys.wishlist(guestId);
    const [answer, , ...entries] = await closeGuestWishlist(redis, {
      wishlist: guest,
      movedTo: keys.wishlistMovedTo(guestId),
      owner: owner.id,
      expirySeconds: GUEST_DATA_SECONDS,
    });
    if (answer === "other") return false;
    if (entries.length === 0) return true;
    await mergeWishlistScript(redis, {
      wishlist: keys.wishlist(owner.id),
      merged: keys.wishlistMerged(owner.id),
      leftOut: keys.wishlistLeftOut(owner.id),
      guest: guestId,
      maxEntries: MAX_SAVED,
      // The memory must outlive the closed list, whose own expiry may be a day away.
      memorySeconds: GUEST_DATA_SECONDS * 2,
      leftOutSeconds: LEFT_OUT_SECONDS,
      expirySeconds: expirySecondsOf(owner),
      rest: entries,
    });
    await redis.del(guest);
    return true;
  });
}
