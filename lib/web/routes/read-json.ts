/** The largest JSON body that is accepted, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

/**
 * A body that is too large is read and dropped up to this size, in bytes: a reply in the middle of a body of unknown
 * length would leave the connection in a state in which the client's next request is never answered.
 */
const MAX_DROPPED_BYTES = 16 * 1024 * 1024;

export type JsonBody = { ok: true; value: unknown } | { ok: false; status: 400 | 413; detail: string };

/** Reads a JSON body and never buffers more than {@link MAX_BODY_BYTES} of it, whatever Content-Length says. */
export async function readJson(request: Request): Promise<JsonBody> {
  const tooLarge = { ok: false, status: 413, detail: `The body may have at most ${MAX_BODY_BYTES} bytes` } as const;
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) return tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body) {
    for await (const chunk of request.body) {
      size += chunk.byteLength;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else if (size > MAX_DROPPED_BYTES) break;
    }
  }
  if (size > MAX_BODY_BYTES) return tooLarge;
  if (size === 0) return { ok: false, status: 400, detail: "A JSON body is required" };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, status: 400, detail: "The body is not valid JSON in UTF-8" };
  }
}
