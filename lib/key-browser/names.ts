import { isUtf8 } from "node:buffer";

/** Names and values of Redis are bytes. In JSON, addresses and forms they are text, from which the bytes can be had back. */

const BASE64 = "base64:";
/** In an address, `.` and `..` would be taken for folders. */
const NO_SEGMENT = new Set(["", ".", ".."]);

/** Bytes as text: as they are when they are UTF-8, else `base64:` and their base64url. */
export function toText(bytes: Buffer): string {
  const text = isUtf8(bytes) ? bytes.toString() : null;
  return text === null || text.startsWith(BASE64) ? BASE64 + bytes.toString("base64url") : text;
}

/** The bytes that a text of {@link toText} or {@link toKeyName} stands for. */
export function toBytes(text: string): Buffer {
  return text.startsWith(BASE64) ? Buffer.from(text.slice(BASE64.length), "base64url") : Buffer.from(text);
}

/** The name of a key as a segment of an address can have it, apart from its percent-encoding. */
export function toKeyName(bytes: Buffer): string {
  const text = toText(bytes);
  return NO_SEGMENT.has(text) ? BASE64 + bytes.toString("base64url") : text;
}
