import { isUtf8 } from "node:buffer";
import type { RowError } from "./row-error.ts";

/** A table as UTF-8 without a byte order mark, or the line from which on it is no text. */
export type DecodedTable = { ok: true; utf8: Buffer } | { ok: false; error: RowError };

/** Bytes that mean nothing in Windows-1252, and control characters that no table has. */
const NOT_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
const isControl = (byte: number) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
/** A letter beyond ASCII as UTF-8 writes it. */
const UTF8_LETTER = /[\xC3-\xC5\xCE-\xD1][\x80-\xBF]|\xE2[\x80-\xBF]{2}/;

/** UTF-16 by its byte order mark, or by the empty half of its first character. */
function findUtf16(bytes: Buffer): "utf-16le" | "utf-16be" | null {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second)) return "utf-16be";
  return null;
}

const decodeAs = (encoding: string, bytes: Buffer) =>
  ({ ok: true, utf8: Buffer.from(new TextDecoder(encoding).decode(bytes)) }) as const;

/**
 * The text of a file in UTF-8 or UTF-16, with and without a byte order mark, or in Windows-1252 where it is sure to be
 * that. A file of mixed encodings is refused by the line that does not fit: guessing would put wrong letters into the
 * store.
 */
export function decodeTable(bytes: Buffer): DecodedTable {
  const utf16 = findUtf16(bytes);
  if (utf16) return decodeAs(utf16, bytes);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (isUtf8(bytes)) return { ok: true, utf8: hasMark ? bytes.subarray(3) : bytes };
  const isMixed = UTF8_LETTER.test(bytes.toString("latin1"));
  const odd = bytes.findIndex((byte) => (isMixed ? byte >= 0x80 : NOT_1252.has(byte) || isControl(byte)));
  if (odd < 0) return decodeAs("windows-1252", bytes);
  const line = bytes.toString("latin1", 0, odd).split(/\r\n|\n|\r/).length;
  const message = "The file is neither UTF-8 nor UTF-16 nor Windows-1252 from this line on; save it as UTF-8";
  return { ok: false, error: { line, field: "", message } };
}
