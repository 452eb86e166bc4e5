import { formatMoney, parseMoney } from "#lib/money.ts";
import { expirySecondsOf, type Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { readSkus } from "#lib/sku/store.ts";
import { isoTimeOfMs, nowMs } from "#lib/time.ts";
import { changeWishlist } from "#lib/wishlist/scripts/change-wishlist.ts";
import { MAX_SAVED, type Wishlist, type WishlistFailure, type WishlistResult } from "./schema.ts";

/** {@link getWishlist} on a given connection. */
async function readWishlist(redis: Redis, { id }: Owner): Promise<Wishlist> {
  const [saved, leftOut] = await Promise.all([
    redis.zRangeWithScores(keys.wishlist(id), 0, -1, { REV: true }),
    redis.zRange(keys.wishlistLeftOut(id), 0, -1, { REV: true }),
  ]);
  const ids = [...saved.map((entry) => entry.value), ...leftOut];
  const skus = new Map((await readSkus(redis, ids)).map((sku) => [sku.id, sku]));
  const gone = saved.flatMap(({ value }) => (skus.has(value) ? [] : value));
  const items = saved.flatMap(({ value, score }) => {
    const sku = skus.get(value);
    if (!sku) return [];
    const { name, price, category, image, stock } = sku;
    const unitPrice = formatMoney(parseMoney(price) ?? 0);
    return { sku: value, name, unitPrice, category, image, stock, savedAt: isoTimeOfMs(score) };
  });
  const notices = [
    ...gone.map((sku) => `${sku} is no longer sold. You can remove it.`),
    ...leftOut.flatMap((sku) => {
      const name = skus.get(sku)?.name;
      return name ? `${name} did not fit when your wishlists were merged: one holds ${MAX_SAVED} products.` : [];
    }),
  ];
  return { items, ...(notices.length > 0 && { notices }), ...(gone.length > 0 && { gone }) };
}

/** The wishlist at current prices. Two round trips, one when it is empty. */
export async function getWishlist(owner: Owner): Promise<Wishlist> {
  return withRedis((redis) => readWishlist(redis, owner));
}

/** Saves or removes a SKU without reading the list. Idempotent. Two round trips, one to remove it. */
export async function updateWishlist(
  owner: Owner,
  sku: string,
  action: "save" | "remove",
): Promise<{ ok: true } | WishlistFailure> {
  return withRedis(async (redis) => {
    // The SKU is in another slot than the list. If it is deleted just after this check, the entry is gone.
    if (action === "save" && (await redis.exists(keys.sku(sku))) === 0) return { ok: false, reason: "unknown-sku" };
    const state = await changeWishlist(redis, {
      wishlist: keys.wishlist(owner.id),
      movedTo: keys.wishlistMovedTo(owner.id),
      leftOut: keys.wishlistLeftOut(owner.id),
      sku,
      savedAt: action === "save" ? Math.floor(nowMs()) : "",
      maxEntries: MAX_SAVED,
      expirySeconds: expirySecondsOf(owner),
    });
    return state === "ok" ? { ok: true } : { ok: false, reason: state };
  });
}

async function updateAndRead(owner: Owner, sku: string, action: "save" | "remove"): Promise<WishlistResult> {
  const changed = await updateWishlist(owner, sku, action);
  return changed.ok ? { ok: true, wishlist: await getWishlist(owner) } : changed;
}

/** Saves a SKU for later. A SKU that is saved already keeps its place. Idempotent. Four round trips. */
export async function saveSku(owner: Owner, sku: string): Promise<WishlistResult> {
  return updateAndRead(owner, sku, "save");
}

/** Removes a SKU from the wishlist. Idempotent. Three round trips, two when the wishlist is empty then. */
export async function removeSaved(owner: Owner, sku: string): Promise<WishlistResult> {
  return updateAndRead(owner, sku, "remove");
}

/** Whether a SKU is in the wishlist. One round trip. */
export async function isSaved(owner: Owner, sku: string): Promise<boolean> {
  return withRedis(async (redis) => (await redis.zScore(keys.wishlist(owner.id), sku)) !== null);
}
