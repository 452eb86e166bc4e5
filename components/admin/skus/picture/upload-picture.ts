import { upload } from "#components/shared/upload.ts";

/** What became of an upload: the path of the picture, or what went wrong as a sentence. */
export type UploadOutcome = { ok: true; image: string } | { ok: false; message: string };

const MAX_BYTES = 5 * 1024 * 1024;
const isProblem = (value: unknown): value is { detail: string; errors?: Record<string, string> } =>
  typeof value === "object" && value !== null && "detail" in value && typeof value.detail === "string";
const isAdded = (value: unknown): value is { image: string } =>
  typeof value === "object" && value !== null && "image" in value && typeof value.image === "string";

const UNREADABLE = "The store can't be reached. Check your connection and choose the file again.";

/** Sends a file to the store. @param onProgress gets the share that was sent, 0 to 1 */
export async function uploadPicture(file: File, onProgress: (share: number) => void): Promise<UploadOutcome> {
  if (file.size > MAX_BYTES) return { ok: false, message: "The picture may have at most 5 MB." };
  const url = `/api/admin/pictures?${new URLSearchParams({ name: file.name.slice(0, 200) })}`;
  const reply = await upload(url, file, { headers: { "content-type": "application/octet-stream" }, onProgress });
  if (typeof reply === "string") return { ok: false, message: UNREADABLE };
  const { status, body } = reply;
  if (isAdded(body)) return { ok: true, image: body.image };
  if (!isProblem(body)) return { ok: false, message: UNREADABLE };
  const said = body.errors?.picture ? `The picture ${body.errors.picture}` : body.detail;
  const signIn = status === 401 ? " in another tab, then choose the file again" : "";
  return { ok: false, message: `${said}${signIn}.` };
}
