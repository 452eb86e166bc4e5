import { isImportBusy, receiveUpload } from "#lib/sku/import/job/pool.ts";
import { MAX_UPLOAD_BYTES } from "#lib/sku/import/schema.ts";
import { importPath, refuseUpload } from "#lib/web/replies/import.ts";
import { json, seeOther } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/**
 * Receives a table for an import by the pages, as the form of a browser: a server action takes no more than 1 MB. A client
 * that asks for JSON gets the id, any other is sent to the page of the import.
 */
export const POST = route(
  { visitor: "admin", bytes: MAX_UPLOAD_BYTES, onTooLarge: (context) => refuseUpload(context, "too-large") },
  async ({ context, bytes }) => {
    if (isImportBusy()) return refuseUpload(context, "busy");
    const id = await receiveUpload(bytes, context.header("content-type") ?? "");
    if (id === "") return refuseUpload(context, "no-table");
    const url = importPath(id);
    return context.header("accept")?.includes("application/json") ? json({ id, url }, 201) : seeOther(url);
  },
);
