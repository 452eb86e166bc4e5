import clsx from "clsx";
import type { ComponentProps } from "react";
import { parseUploadPath, pathOfUpload, SMALLER_SIZES, type UploadPath } from "#lib/sku/picture-path.ts";

interface SkuPictureProps
  extends Pick<ComponentProps<"img">, "alt" | "className" | "decoding" | "fetchPriority" | "loading"> {
  /** path of the picture */
  image: string;
  /** slug of the department whose drawing stands in for a picture that is gone */
  category?: string;
  /** the side of a drawing, in CSS pixels */
  size: number;
  /** classes of a drawing or cut-out picture, which lies on its tile */
  drawn?: string;
  /**
   * classes of a photograph, which by default fills its tile; the tile is `relative` and hides what overflows;
   * `data-portrait:` is for a high one
   */
  photo?: string;
  /** the side of a photograph on the page, as the attribute `sizes` has it; by default that of a drawing */
  sizes?: string;
}

const FILLS_TILE = "absolute inset-0 size-full object-cover";

/** The addresses of the sizes of an uploaded picture, with the side by which a browser chooses among them. */
function listSources({ id, width, height, isCutOut }: UploadPath, query: string): string {
  const longest = Math.max(width, height);
  // A photograph that fills a square is as large as its shorter side.
  const side = isCutOut ? longest : Math.min(width, height);
  const sizes = [...SMALLER_SIZES.filter((size) => size < longest), longest];
  return sizes
    .map((size, i) => {
      const path = i < sizes.length - 1 ? pathOfUpload(id, size) : pathOfUpload(id);
      return `${path}${query} ${Math.max(1, Math.round((side * size) / longest))}w`;
    })
    .join(", ");
}

/**
 * The picture of a SKU: a drawing as it is; an uploaded one in the size that fits. Its place on the page is known before
 * it has arrived.
 */
export function SkuPicture({
  image,
  category,
  alt = "",
  size,
  sizes,
  drawn,
  photo,
  className,
  ...img
}: SkuPictureProps) {
  const upload = parseUploadPath(image);
  if (!upload)
    return <img {...img} src={image} alt={alt} width={size} height={size} className={clsx(drawn, className)} />;
  const query = category ? `?department=${encodeURIComponent(category)}` : "";
  return (
    <img
      {...img}
      src={`${image}${query}`}
      srcSet={listSources(upload, query)}
      sizes={sizes ?? `${size}px`}
      alt={alt}
      width={upload.width}
      height={upload.height}
      data-portrait={upload.height > upload.width || undefined}
      className={clsx(upload.isCutOut ? [drawn, "aspect-square object-contain"] : (photo ?? FILLS_TILE), className)}
    />
  );
}
