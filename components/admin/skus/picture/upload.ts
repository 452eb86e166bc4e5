/** What became of an upload: the path of the picture, or what went wrong as a sentence. */
export type UploadOutcome = { ok: true; image: string } | { ok: false; message: string };

const MAX_BYTES = 5 * 1024 * 1024;
const isProblem = (value: unknown): value is { detail: string; errors?: Record<string, string> } =>
  typeof value === "object" && value !== null && "detail" in value && typeof value.detail === "string";
const isAdded = (value: unknown): value is { image: string } =>
  typeof value === "object" && value !== null && "image" in value && typeof value.image === "string";

const UNREADABLE = "The store can't be reached. Check your connection and choose the file again.";

/** Sends a file to the store. @param onProgress gets the part that was sent, 0 to 1; fetch does not tell it */
export function uploadPicture(file: File, onProgress: (part: number) => void): Promise<UploadOutcome> {
  if (file.size > MAX_BYTES) return Promise.resolve({ ok: false, message: "The picture may have at most 5 MB." });
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => resolve({ ok: false, message: UNREADABLE });
    request.onload = () => {
      const reply: unknown = request.response;
      if (isAdded(reply)) return resolve({ ok: true, image: reply.image });
      const signIn = request.status === 401 ? " in another tab, then choose the file again" : "";
      const said = isProblem(reply)
        ? reply.errors?.picture
          ? `The picture ${reply.errors.picture}`
          : reply.detail
        : "";
      resolve({ ok: false, message: said ? `${said}${signIn}.` : UNREADABLE });
    };
    request.open("POST", `/api/admin/pictures?${new URLSearchParams({ name: file.name.slice(0, 200) })}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file);
  });
}
