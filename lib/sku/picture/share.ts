import sharp from "sharp";
import { parseUploadPath } from "#lib/sku/picture-path.ts";
import { readPicture } from "./store.ts";

/** A picture as a data URL in a format that the renderer of shared images reads; that does not know WebP. */
export interface SharedPicture {
  url: string;
  width: number;
  height: number;
  /** whether it fills its box to the edges, as a photograph does */
  fills: boolean;
}

interface Box {
  width: number;
  height: number;
}

/**
 * An uploaded picture for an image that is shared: a photograph cut to one box, or a cut-out picture within another.
 * Null when it is gone, or when the path is none of an uploaded picture. One round trip.
 */
export async function pictureForSharing(
  path: string,
  boxes: { photo: Box; cutOut: Box },
): Promise<SharedPicture | null> {
  const upload = parseUploadPath(path);
  const file = upload && (await readPicture(upload.id));
  if (!upload || !file) return null;
  const { width, height } = upload.isCutOut ? boxes.cutOut : boxes.photo;
  const resized = sharp(file).resize({
    width,
    height,
    fit: upload.isCutOut ? "contain" : "cover",
    background: "#0000",
  });
  const [type, bytes] = upload.isCutOut
    ? (["png", await resized.png().toBuffer()] as const)
    : (["jpeg", await resized.jpeg({ quality: 85 }).toBuffer()] as const);
  return { url: `data:image/${type};base64,${bytes.toString("base64")}`, width, height, fills: !upload.isCutOut };
}
