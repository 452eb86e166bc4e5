import { noContent, route } from "#lib/web/route.ts";
import { endSession } from "#lib/web/visitor.ts";

/** Signs out: the session is gone from Redis, so a copied cookie opens nothing. */
export const POST = route({ visitor: "anyone" }, async () => {
  await endSession();
  return noContent();
});
