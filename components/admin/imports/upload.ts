/** What came of an upload: the page to go to, or what to tell. */
export type UploadReply = { ok: true; url: string } | { ok: false; message: string };

interface UploadOptions {
  /** told the share that was sent, 0 to 1 */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

const FAILED = "The upload failed. Nothing was lost; try again.";

function readReply(status: number, body: unknown): UploadReply {
  const reply = typeof body === "object" && body !== null ? body : {};
  if (status === 201 && "url" in reply && typeof reply.url === "string") return { ok: true, url: reply.url };
  const message = "detail" in reply && typeof reply.detail === "string" ? reply.detail : FAILED;
  return { ok: false, message: message.replace(/[^.]$/, "$&.") };
}

/** Sends a form and tells how far it has come, which `fetch` can't. */
export function uploadForm(url: string, form: FormData, { onProgress, signal }: UploadOptions): Promise<UploadReply> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.upload.addEventListener("load", () => onProgress(1));
    request.addEventListener("load", () => resolve(readReply(request.status, request.response)));
    request.addEventListener("error", () => resolve({ ok: false, message: FAILED }));
    request.addEventListener("abort", () => resolve({ ok: false, message: "The upload was cancelled." }));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
