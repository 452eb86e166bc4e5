/** Writes the icons of the store to public/, from app/icon.svg: `npm run icons`. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";

const ROOT = join(import.meta.dirname, "../..");
const PUBLIC = join(ROOT, "public");
const svg = readFileSync(join(ROOT, "app/icon.svg"));
/** The paper of the pages: systems that cut icons to a shape of their own show no transparency. */
const PAPER = "#faf5ec";

/**
 * The icon as a square PNG.
 * @param size of its side, in pixels
 * @param share of the side that the drawing takes; on paper when it is less than all
 */
async function draw(size: number, share = 1): Promise<Buffer> {
  const inner = Math.round(size * share);
  const drawing = await sharp(svg, { density: (72 * inner) / 40 })
    .resize(inner, inner, { fit: "contain", background: "#0000" })
    .png()
    .toBuffer();
  if (share === 1) return drawing;
  return sharp({ create: { width: size, height: size, channels: 3, background: PAPER } })
    .composite([{ input: drawing }])
    .png({ palette: true })
    .toBuffer();
}

/** An ICO file whose pictures are PNG: a header, an entry of 16 bytes for each, and the pictures. */
function packIco(pictures: readonly { size: number; png: Buffer }[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ size, png }, i) => {
    const at = 6 + 16 * i;
    head.writeUInt8(size, at);
    head.writeUInt8(size, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

const small = await Promise.all([16, 32, 48].map(async (size) => ({ size, png: await draw(size) })));
const files: Record<string, Buffer> = {
  "favicon.ico": packIco(small),
  "apple-touch-icon.png": await draw(180, 0.78),
  "icons/icon-192.png": await draw(192),
  "icons/icon-512.png": await draw(512),
  // Any shape leaves the circle in the middle, of 80 % of the side (w3.org/TR/appmanifest, section 1.8.3).
  "icons/maskable-512.png": await draw(512, 0.6),
};
mkdirSync(join(PUBLIC, "icons"), { recursive: true });
for (const [name, bytes] of Object.entries(files)) {
  writeFileSync(join(PUBLIC, name), bytes);
  console.log(`${name}: ${bytes.length} bytes`);
}
