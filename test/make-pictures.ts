import { crc32, deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";

/** Pictures of the kinds that are uploaded. */

/** Colours that blend into each other, as a photograph has them. @param n another number, another picture */
export function photo(width: number, height: number, n = 0): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      pixels[i++] = (255 * x) / width;
      pixels[i++] = (255 * y) / height;
      pixels[i++] = (n * 40 + x + y) % 256;
    }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

const TRANSPARENT = { r: 0, g: 0, b: 0, alpha: 0 };

/** A photograph in the middle of nothing. */
export async function cutOut(width: number, height: number): Promise<Sharp> {
  const inner = await photo(width >> 1, height >> 1)
    .png()
    .toBuffer();
  return sharp({ create: { width, height, channels: 4, background: TRANSPARENT } }).composite([{ input: inner }]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
}

/** A PNG of one bit a pixel, all black: 20,000 × 20,000 of them are 50 kB, and 400 MB once decoded. */
export function blackPng(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  const rows = deflateSync(Buffer.alloc(height * (Math.ceil(width / 8) + 1)));
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}
