/** The formats in which a picture may be uploaded. */
export const FORMATS = ["PNG", "JPEG", "WebP", "AVIF"] as const;
export type Format = (typeof FORMATS)[number];

const ascii = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString("latin1");

/** The brands of a file of the ISO base media format: the major one, and those that it is compatible with. */
function listBrands(bytes: Uint8Array): string[] {
  const length = Math.min(Buffer.from(bytes.subarray(0, 4)).readUInt32BE(), 256, bytes.length);
  const brands = [ascii(bytes, 8, 12)];
  for (let at = 16; at + 4 <= length; at += 4) brands.push(ascii(bytes, at, at + 4));
  return brands;
}

/**
 * The format of a picture by its first bytes, whatever its name or declared type says; null for anything else, such as
 * SVG, GIF, HEIC or text.
 */
export function recognizeFormat(bytes: Uint8Array): Format | null {
  if (bytes.length < 12) return null;
  if (ascii(bytes, 0, 8) === "\x89PNG\r\n\x1a\n") return "PNG";
  if (ascii(bytes, 0, 3) === "\xff\xd8\xff") return "JPEG";
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP") return "WebP";
  if (ascii(bytes, 4, 8) === "ftyp" && listBrands(bytes).some((brand) => brand === "avif" || brand === "avis"))
    return "AVIF";
  return null;
}
