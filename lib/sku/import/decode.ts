import { isUtf8 } from "node:buffer";
import type { RowError } from "./read-table.ts";

/** A table as text, or the line from which on it is none. */
export type DecodedTable = { ok: true; text: string } | { ok: false; error: RowError };

/** Bytes that mean nothing in Windows-1252, and control characters that no table has. */
const NOT_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
const isControl = (byte: number) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
/** A letter beyond ASCII as UTF-8 writes it. */
const UTF8_LETTER = /[\xC3-\xC5\xCE-\xD1][\x80-\xBF]|\xE2[\x80-\xBF]{2}/;

/**
 * The text of a file: UTF-8 with and without a byte order mark, UTF-16 with one, or Windows-1252 where it is sure to be
 * that. A file of mixed encodings is refused by the line that does not fit: guessing would put wrong letters into the
 * store.
 */
export function decodeTable(bytes: Uint8Array): DecodedTable {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { ok: true, text: new TextDecoder("utf-16le").decode(bytes) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { ok: true, text: new TextDecoder("utf-16be").decode(bytes) };
  if (isUtf8(bytes)) return { ok: true, text: new TextDecoder().decode(bytes) };
  const isMixed = UTF8_LETTER.test(Buffer.from(bytes).toString("latin1"));
  const odd = bytes.findIndex((byte) => (isMixed ? byte >= 0x80 : NOT_1252.has(byte) || isControl(byte)));
  if (odd < 0) return { ok: true, text: new TextDecoder("windows-1252").decode(bytes) };
  const line = bytes.subarray(0, odd).filter((byte) => byte === 0x0a).length + 1;
  const message = "The file is neither UTF-8 nor UTF-16 nor Windows-1252 from this line on; save it as UTF-8";
  return { ok: false, error: { line, field: "", message } };
}
