import { LEFT_OUT_SECONDS, MERGED_SECONDS } from "#lib/cart/merge.ts";
import { closeGuestWishlist } from "#lib/cart/scripts/close-guest-data.ts";
import { expirySecondsOf, GUEST_DATA_SECONDS, type Owner } from "#lib/owner.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { mergeWishlistScript } from "#lib/wishlist/scripts/merge-wishlist.ts";
import { MAX_SAVED } from "./schema.ts";

/**
 * Merges a guest's wishlist into that of an owner, in the steps of mergeCart: the guest's list is closed first, merged
 * once, and deleted last, so after a crash at any point this may be called again. A SKU in both lists keeps the later
 * time. Above the limit the newest entries stay, and the others are named in the notices for a day. Three round trips,
 * one when the guest's list is empty.
 * @returns whether the entries are in the owner's list now; false when they were merged into another owner's before
 */
export async function mergeWishlist(guestId: string, owner: Owner): Promise<boolean> {
  return withRedis(async (redis) => {
    const guestList = keys.wishlist(guestId);
    const [state, , ...entries] = await closeGuestWishlist(redis, {
      data: guestList,
      movedTo: keys.wishlistMovedTo(guestId),
      owner: owner.id,
      expirySeconds: GUEST_DATA_SECONDS,
    });
    if (state === "other") return false;
    if (entries.length === 0) return true;
    await mergeWishlistScript(redis, {
      wishlist: keys.wishlist(owner.id),
      merged: keys.wishlistMerged(owner.id),
      leftOut: keys.wishlistLeftOut(owner.id),
      guest: guestId,
      maxEntries: MAX_SAVED,
      mergedSeconds: MERGED_SECONDS,
      leftOutSeconds: LEFT_OUT_SECONDS,
      expirySeconds: expirySecondsOf(owner),
      rest: entries,
    });
    await redis.del(guestList);
    return true;
  });
}
