/**
 * The paths of pictures, which stand in SKUs. A drawing of the store is a file, `/pictures/tent.svg`; an uploaded picture
 * is in Redis, `/pictures/<id>.webp`. Its id says what a page has to know before the picture is there:
 * `<32 hexadecimal digits>-<width>x<height>`, and `-alpha` at the end where it is cut out. A path has at most 64 bytes,
 * so that the hash of a SKU stays compact.
 */

/** The picture of a SKU or category without one of its own. */
export const DEFAULT_PICTURE = picturePath("package");

/** The URL path of a drawing in public/pictures, by its file name without ".svg". */
export function picturePath(drawing: string): string {
  return `/pictures/${drawing}.svg`;
}

/** The drawing of a picture path; null for a path outside public/pictures. */
export function drawingOf(path: string): string | null {
  return /^\/pictures\/([a-z0-9-]+)\.svg$/.exec(path)?.[1] ?? null;
}

/** The longest side of an uploaded picture in pixels; a larger one is reduced. */
export const FULL_SIZE = 1280;
/** The longest sides of its smaller versions in pixels; there is none that would enlarge it. */
export const SMALLER_SIZES = [320, 640] as const;

const UPLOAD_ID = "[0-9a-f]{32}-[1-9]\\d{0,3}x[1-9]\\d{0,3}(?:-alpha)?";
const uploadId = new RegExp(`^${UPLOAD_ID}$`);
const uploadPath = new RegExp(`^/pictures/(?:(${SMALLER_SIZES.join("|")})/)?(${UPLOAD_ID})\\.webp$`);

/** Whether a text has the form of the id of an uploaded picture. */
export const isUploadId = (text: string) => uploadId.test(text);

/** The path of an uploaded picture, of its full size or a smaller one. */
export function pathOfUpload(id: string, size: number = FULL_SIZE): string {
  return size === FULL_SIZE ? `/pictures/${id}.webp` : `/pictures/${size}/${id}.webp`;
}

/** An uploaded picture, as far as its path tells. */
export interface UploadPath {
  id: string;
  /** FULL_SIZE or one of SMALLER_SIZES */
  size: number;
  /** of the full size, in pixels */
  width: number;
  height: number;
  /** whether parts of it are transparent, so that what is behind it is seen */
  isCutOut: boolean;
}

/** What the path of an uploaded picture says; null for any other path, and for a size that would enlarge it. */
export function parseUploadPath(path: string): UploadPath | null {
  const [, smaller, id] = uploadPath.exec(path) ?? [];
  const [, width = 0, height = 0] = /-(\d+)x(\d+)/.exec(id ?? "")?.map(Number) ?? [];
  if (id === undefined) return null;
  const size = Number(smaller ?? FULL_SIZE);
  if (smaller !== undefined && size >= Math.max(width, height)) return null;
  return { id, size, width, height, isCutOut: id.endsWith("-alpha") };
}

/** The id of the uploaded picture that a SKU has; null when it has none. */
export function uploadIdOf(image: string): string | null {
  const upload = parseUploadPath(image);
  return upload && upload.size === FULL_SIZE ? upload.id : null;
}

/** Whether a path could be the picture of a SKU. Whether there is such a picture is another question (picture/uses.ts). */
export const isPicturePath = (path: string) => drawingOf(path) !== null || uploadIdOf(path) !== null;

/** The name of a drawing in words: "fountain-pen" → "Fountain pen". */
export function titleOfDrawing(drawing: string): string {
  const words = drawing.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What an uploaded picture is called: by its file, or by its id where that had no name. */
export const titleOfUpload = ({ name, id }: { name: string; id: string }) => name || `Picture ${id.slice(0, 6)}`;
