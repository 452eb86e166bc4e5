import { z } from "zod";
import { isUploadId } from "#lib/sku/picture-path.ts";

/** Path of /api/admin/pictures/<id>. */
export const pictureParams = z.object({ id: z.string().refine(isUploadId, "must be the id of an uploaded picture") });

/** Query of POST /api/admin/pictures: the name of the file, which administrators see. */
export const uploadQuery = z.object({ name: z.string().max(300).default("") });
