import { pictureParams } from "#lib/sku/picture/schema.ts";
import { removeUpload } from "#lib/sku/picture/store.ts";
import { explainUses } from "#lib/sku/picture/uses.ts";
import { pathOfUpload } from "#lib/sku/picture-path.ts";
import { recordAct } from "#lib/web/request/record.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { noContent } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/** Removes an uploaded picture that no SKU uses. */
export const DELETE = route(
  { visitor: "admin", params: pictureParams },
  async ({ context, visitor: { user }, params: { id } }) => {
    const removed = await removeUpload(id);
    if (removed.ok) {
      await recordAct(context, user, "picture-removed", pathOfUpload(id));
      return noContent();
    }
    return removed.reason === "used" ? problem(409, explainUses(removed)) : problem(404, "There is no such picture");
  },
);
