/** A reply of an HTTP server. */
export interface HttpReply {
  status: number;
  /** The status line and the headers, as they were sent. */
  head: string;
  body: Buffer;
}

/** A longer reply is not one of this store's API, in bytes. */
const MAX_BYTES = 4_000_000;
const HEAD_END = Buffer.from("\r\n\r\n");
const LINE_END = Buffer.from("\r\n");
const NO_BODY = Buffer.alloc(0);

/** The value of a header in a head, without spaces around it; null if it is absent. @throws Error if it is repeated */
export function headerOf(head: string, name: string): string | null {
  const [value, ...others] = [...head.matchAll(new RegExp(`\\r\\n${name}:[ \\t]*([^\\r\\n]*)`, "gi"))];
  if (others.length > 0) throw new Error(`A reply has the header ${name} twice`);
  return value?.[1]?.trim() ?? null;
}

/** The end of a body of known length, or -1 if it is incomplete. */
function endOfLength(bytes: Buffer, start: number, length: number): number {
  if (length > MAX_BYTES) throw new Error(`A reply has ${length} bytes`);
  return start + length <= bytes.length ? start + length : -1;
}

/** A chunked body that begins at `start` and where it ends; null if it is incomplete. */
function readChunks(bytes: Buffer, start: number): { body: Buffer; end: number } | null {
  const chunks: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf(LINE_END, at);
    if (lineEnd < 0) return null;
    const text = bytes.toString("latin1", at, lineEnd);
    if (!/^[0-9a-f]{1,8}$/i.test(text)) throw new Error(`A reply has a chunk of the size "${text.slice(0, 20)}"`);
    const size = Number.parseInt(text, 16);
    const end = endOfLength(bytes, lineEnd + 2, size + 2);
    if (end < 0) return null;
    // No trailers are expected, so the last chunk ends like the others.
    if (bytes[end - 2] !== 13 || bytes[end - 1] !== 10)
      throw new Error("A chunk of a reply does not end where it should");
    if (size === 0) return { body: Buffer.concat(chunks), end };
    chunks.push(bytes.subarray(lineEnd + 2, end - 2));
    at = end;
  }
}

/**
 * Parses the reply to the one request that a connection has sent. It knows no more of HTTP/1.1 than a load generator for
 * this store needs, and refuses the rest: bodies have a length or are chunked, and nothing follows them.
 * @param bytes all that arrived since the request; the body of the result is a part of them
 * @returns null if the reply is incomplete
 * @throws Error if it is malformed
 */
export function parseReply(bytes: Buffer): HttpReply | null {
  if (bytes.length > MAX_BYTES) throw new Error(`A reply has more than ${MAX_BYTES} bytes`);
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = bytes.toString("latin1", 0, headEnd);
  const status = Number(/^HTTP\/1\.1 ([2-5]\d\d) /.exec(head)?.[1] ?? 0);
  if (status === 0) throw new Error(`A reply begins with "${head.slice(0, 20)}"`);
  const start = headEnd + HEAD_END.length;
  const known = /\r\ncontent-length:[ \t]*(\d+)[ \t]*(?:\r\n|$)/i.exec(head)?.[1];
  let body: Buffer = NO_BODY;
  let end = start;
  if (known !== undefined) {
    end = endOfLength(bytes, start, Number(known));
    if (end < 0) return null;
    body = bytes.subarray(start, end);
  } else if (/\r\ntransfer-encoding:[ \t]*chunked[ \t]*(?:\r\n|$)/i.test(head)) {
    const chunked = readChunks(bytes, start);
    if (!chunked) return null;
    ({ body, end } = chunked);
  } else if (status !== 204 && status !== 304) throw new Error("A reply does not say how long it is");
  if (end !== bytes.length) throw new Error("More than one reply arrived for one request");
  return { status, head, body };
}
