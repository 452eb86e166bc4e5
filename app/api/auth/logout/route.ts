import { endSession } from "#lib/web/request/visitor.ts";
import { noContent } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/** Signs out: the session is gone from Redis, so a copied cookie opens nothing. */
export const POST = route({ visitor: "anyone" }, async ({ context }) => {
  await endSession(context);
  return noContent();
});
