/** What came of an upload: a reply, whose body is undefined unless it is JSON, or none. */
export type UploadReply = { status: number; body: unknown } | "failed" | "cancelled";

interface UploadOptions {
  headers?: Readonly<Record<string, string>>;
  /** told the share that was sent, 0 to 1 */
  onProgress: (share: number) => void;
  signal?: AbortSignal;
}

/** Sends a file or a form and tells how far it has come, which `fetch` can't. */
export function upload(url: string, body: Blob | FormData, options: UploadOptions): Promise<UploadReply> {
  const { headers = {}, onProgress, signal } = options;
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.upload.addEventListener("load", () => onProgress(1));
    request.addEventListener("load", () => resolve({ status: request.status, body: request.response ?? undefined }));
    request.addEventListener("error", () => resolve("failed"));
    request.addEventListener("abort", () => resolve("cancelled"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}
