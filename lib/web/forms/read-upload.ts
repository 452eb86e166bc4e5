import { readFormData } from "#lib/form-data.ts";
import { BACK_FIELD, PICTURE_FIELD } from "#lib/sku/picture/fields.ts";
import { localPath } from "./local-path.ts";

/** A picture as it was sent: as the body itself, or in a form with other fields. */
export interface SentPicture {
  file: Buffer;
  name: string;
  /** for a form of a page: that page, and what was typed into the other fields */
  page: { path: string; values: Record<string, string> } | null;
}

/** Fields of the form of a SKU, with those of Next.js; more than that is none. */
const MAX_FIELDS = 50;

/** The path of a page for SKUs, without its query; that of their list for any other address. */
function skuPage(back: string): string {
  const [path = ""] = localPath(back, "/admin/skus").split(/[?#]/);
  return path.startsWith("/admin/skus/") ? path : "/admin/skus";
}

/**
 * Reads a body that has a picture. @returns null when it says that it is a form and can't be read as one
 * @param name of the file, for a body that is the file itself
 */
export async function readUpload(bytes: Buffer, contentType: string, name: string): Promise<SentPicture | null> {
  if (!/^multipart\/form-data\b/i.test(contentType)) return { file: bytes, name, page: null };
  const form = await readFormData(bytes, contentType, MAX_FIELDS);
  if (!form) return null;
  const sent = form.get(PICTURE_FIELD);
  const file = sent instanceof File ? sent : new File([], "");
  const back = form.get(BACK_FIELD);
  const isTyped = (entry: [string, FormDataEntryValue]): entry is [string, string] =>
    typeof entry[1] === "string" && !entry[0].startsWith("$") && entry[0] !== BACK_FIELD && entry[0] !== "__proto__";
  return {
    file: Buffer.from(await file.arrayBuffer()),
    name: file.name,
    page:
      typeof back === "string" ? { path: skuPage(back), values: Object.fromEntries([...form].filter(isTyped)) } : null,
  };
}
