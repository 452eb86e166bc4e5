import { encode } from "uqr";

/** A QR code: the number of squares in a row, and its dark squares as the path of an SVG, row by row. */
export function qrPath(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { border: 0 });
  const rows = data.map((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")).join(""));
  return { size, path: rows.join("") };
}
