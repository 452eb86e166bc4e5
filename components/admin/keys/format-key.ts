import { formatBytes } from "#lib/bytes.ts";

/** Up to here the exact number says more. */
const EXACT_BYTES = 10_000;

/** Memory of a key, or what is said where it may not be asked. */
export function formatMemory(bytes: number | null): string {
  if (bytes === null) return "not permitted";
  return bytes < EXACT_BYTES ? `${bytes} B` : formatBytes(bytes);
}

const UNITS = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
] as const;

/** A lifetime in its two largest units: "11 h 59 min"; a dash for none. */
export function formatTtl(seconds: number | null): string {
  if (seconds === null) return "–";
  let left = seconds;
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count > 0 ? `${count} ${unit}` : [];
  });
  return parts.slice(0, 2).join(" ") || "0 s";
}

const number = new Intl.NumberFormat("en");
export const formatNumber = (count: number) => number.format(count);

const BYTES_IN_LINE = 16;

/** Bytes as hexdump -C prints them. @param start of the first one */
export function hexDump(bytes: Uint8Array, start: number): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_IN_LINE) {
    const part = [...bytes.subarray(at, at + BYTES_IN_LINE)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, "0"));
    const columns = `${hex.slice(0, 8).join(" ")}  ${hex.slice(8).join(" ")}`.padEnd(48);
    const text = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${(start + at).toString(16).padStart(8, "0")}  ${columns}  |${text}|`);
  }
  return lines.join("\n");
}

/** JSON with its lines indented; null for what is none. */
export function prettyJson(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return null;
  }
}
