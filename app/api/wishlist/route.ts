import { route } from "#lib/web/routes/route.ts";
import { getWishlist } from "#lib/wishlist/store.ts";

/** What the visitor has saved for later; an empty list, and no session, for who has none. */
export const GET = route({ visitor: "optional" }, async ({ visitor }) =>
  visitor ? getWishlist(visitor.owner) : { items: [] },
);
