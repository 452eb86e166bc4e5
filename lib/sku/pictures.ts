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
