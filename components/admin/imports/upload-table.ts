import { upload } from "#components/shared/upload.ts";

/** What came of an upload: the page to go to, or what to tell. */
export type UploadOutcome = { ok: true; url: string } | { ok: false; message: string };

const FAILED = "The upload failed. Nothing was lost; try again.";

/** Sends the form with a table. @param onProgress told the share that was sent, 0 to 1 */
export async function uploadTable(
  form: HTMLFormElement,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<UploadOutcome> {
  const headers = { accept: "application/json" };
  const reply = await upload(form.action, new FormData(form), { headers, onProgress, signal });
  if (reply === "failed") return { ok: false, message: FAILED };
  if (reply === "cancelled") return { ok: false, message: "The upload was cancelled." };
  const body = typeof reply.body === "object" && reply.body !== null ? reply.body : {};
  if (reply.status === 201 && "url" in body && typeof body.url === "string") return { ok: true, url: body.url };
  const message = "detail" in body && typeof body.detail === "string" ? body.detail : FAILED;
  return { ok: false, message: message.replace(/[^.]$/, "$&.") };
}
