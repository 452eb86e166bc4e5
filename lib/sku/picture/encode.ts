import { createHash } from "node:crypto";
import sharp from "sharp";
import { FULL_SIZE, SMALLER_SIZES } from "#lib/sku/picture-path.ts";
import { type Format, recognizeFormat } from "./format.ts";

/** The largest file that may be uploaded, in bytes. */
export const MAX_UPLOAD_BYTES = 5 * 1024 * 1024;
/** The most pixels of an uploaded picture, as many as a good camera has: decoding takes memory for each of them. */
export const MAX_PIXELS = 50_000_000;
/** A picture that takes longer is refused, in seconds. */
const MAX_SECONDS = 20;
/** Pictures that wait for their turn: each keeps its bytes in memory. */
const MAX_WAITING = 8;

// Nothing else can be decoded in this process, whatever a file claims to be. SVG is for Next.js, which draws the images
// that are shared by it.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["Jpeg", "Png", "Webp", "Heif", "Svg"].map((format) => `VipsForeignLoad${format}Buffer`),
});
// What was decoded is not kept, and a picture takes one thread, so that the others are left to requests.
sharp.cache(false);
sharp.concurrency(1);

/** A picture as it is kept: WebP without metadata, upright, in sRGB with eight bits. */
export interface EncodedPicture {
  /** of the full size, in pixels */
  width: number;
  height: number;
  isCutOut: boolean;
  /** The bytes by the longest side: the full size and those of {@link SMALLER_SIZES} that are smaller. */
  sizes: ReadonlyMap<number, Buffer>;
  /** SHA-256 of the full size, hexadecimal */
  digest: string;
}

/** Why bytes are no picture for the store; `message` continues from "The picture". */
export interface EncodeRefusal {
  ok: false;
  reason: "invalid" | "busy";
  message: string;
}
export type EncodeResult = { ok: true; picture: EncodedPicture } | EncodeRefusal;

const DAMAGED = "can't be read: the file is damaged or incomplete";
const invalid = (message: string): EncodeRefusal => ({ ok: false, reason: "invalid", message });

/** The formats by the names that sharp has for them. */
const SHARP_NAMES: Record<Format, string> = { PNG: "png", JPEG: "jpeg", WebP: "webp", AVIF: "heif" };

async function encode(bytes: Buffer, format: Format): Promise<EncodeResult> {
  const input = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "error", pages: 1 }).timeout({
    seconds: MAX_SECONDS,
  });
  if ((await input.metadata()).format !== SHARP_NAMES[format]) return invalid(DAMAGED);
  // Decoded once, upright and reduced; all sizes are made of that.
  const { data, info } = await input
    .autoOrient()
    .resize({ width: FULL_SIZE, height: FULL_SIZE, fit: "inside", withoutEnlargement: true })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const decoded = () => sharp(data, { raw: { width, height, channels } });
  const isCutOut = channels % 2 === 0 && !(await decoded().stats()).isOpaque;
  const toWebp = (size: number) => {
    const resized = decoded().resize({ width: size, height: size, fit: "inside", withoutEnlargement: true });
    return (isCutOut ? resized : resized.removeAlpha()).webp({ quality: 82, alphaQuality: 90 }).toBuffer();
  };
  const sizes = new Map([[FULL_SIZE as number, await toWebp(FULL_SIZE)]]);
  for (const size of SMALLER_SIZES) if (size < Math.max(width, height)) sizes.set(size, await toWebp(size));
  const digest = createHash("sha256")
    .update(sizes.get(FULL_SIZE) ?? "")
    .digest("hex");
  return { ok: true, picture: { width, height, isCutOut, sizes, digest } };
}

/** What went wrong, from the error of the decoder. */
function explain(error: unknown): EncodeRefusal {
  const message = error instanceof Error ? error.message : "";
  if (/pixel limit/.test(message)) return invalid(`has more than ${MAX_PIXELS / 1e6} million pixels`);
  if (/timeout/i.test(message)) return invalid("takes too long to decode");
  return invalid(DAMAGED);
}

/** One picture at a time in each process, so that uploads never take the cores that requests need. */
let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Decodes an uploaded picture and encodes it anew: what is kept was written by the store, so nothing that was hidden in
 * the file gets into it. Of an animation it is the first frame. It is judged by its content alone. "busy" when too many
 * wait already. Works in a thread of libuv.
 */
export async function encodePicture(bytes: Buffer): Promise<EncodeResult> {
  if (bytes.length === 0) return invalid("is empty");
  const format = recognizeFormat(bytes);
  if (!format) return invalid("must be a PNG, JPEG, WebP or AVIF file");
  if (waiting >= MAX_WAITING)
    return { ok: false, reason: "busy", message: "has to wait: others are being processed; try again in a moment" };
  waiting++;
  const turn = last.then(() => encode(bytes, format)).catch(explain);
  last = turn;
  const result = await turn;
  waiting--;
  return result;
}
