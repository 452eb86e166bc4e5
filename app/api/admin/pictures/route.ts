import { keepDraft } from "#lib/sku/edit/draft.ts";
import { MAX_UPLOAD_BYTES } from "#lib/sku/picture/encode.ts";
import { PICTURE_FIELD } from "#lib/sku/picture/fields.ts";
import { uploadQuery } from "#lib/sku/picture/schema.ts";
import { addPicture, listUsedUploads } from "#lib/sku/picture/store.ts";
import { readUpload } from "#lib/web/forms/read-upload.ts";
import { recordAct } from "#lib/web/request/record.ts";
import { invalid, problem } from "#lib/web/routes/problem.ts";
import { json, Reply } from "#lib/web/routes/reply.ts";
import { route } from "#lib/web/routes/route.ts";

/**
 * The largest body that is read, in bytes: more than a picture may have, so that a page can say that one is too large.
 */
const MAX_BYTES = 12 * 1024 * 1024;
const TOO_LARGE = "may have at most 5 MB";

/** The uploaded pictures with the SKUs that use them, newest first. */
export const GET = route({ visitor: "admin" }, async () => ({ items: await listUsedUploads() }));

/**
 * Adds a picture: the bytes of a file, or a form with it. The reply is JSON, but a form that names its page is answered by
 * that page, where what was typed is filled in again.
 */
export const POST = route(
  { visitor: "admin", query: uploadQuery, bytes: MAX_BYTES },
  async ({ context, visitor: { user }, query, bytes }) => {
    const sent = await readUpload(bytes, context.header("content-type") ?? "", query.name);
    if (!sent) return problem(400, "The body is not a form that can be read");
    const { file, name, page } = sent;
    const isTooLarge = file.length > MAX_UPLOAD_BYTES;
    const added = isTooLarge ? null : await addPicture(file, name);
    if (added?.ok && added.isNew) await recordAct(context, user, "picture-added", added.image);
    if (page) {
      const failed = added === null ? TOO_LARGE : added.ok ? null : added.message;
      const values = added?.ok ? { ...page.values, image: added.image } : page.values;
      const token = await keepDraft(user.id, { values, errors: failed === null ? {} : { [PICTURE_FIELD]: failed } });
      return new Reply(303, { location: `${page.path}?draft=${token}` }, null);
    }
    if (added === null) return problem(413, `The picture ${TOO_LARGE}`);
    if (added.ok) return json({ image: added.image }, added.isNew ? 201 : 200);
    if (added.reason === "invalid") return invalid({ [PICTURE_FIELD]: added.message });
    if (added.reason === "full") return problem(409, `The picture ${added.message}`);
    return problem(429, `The picture ${added.message}`, { retryAfter: 2 });
  },
);
