import clsx from "clsx";
import { SkuPicture } from "#components/shared/sku-picture.tsx";
import { HoverLink } from "#components/ui/hover-link.tsx";
import { hueStyle } from "#components/ui/hue-style.ts";
import { describeCategory } from "#lib/sku/categories.ts";

interface LinePictureProps {
  sku: string;
  category: string;
  image: string;
  faded?: boolean;
}

/** The picture of a product in a cart or wishlist. Hidden from screen readers, because the name beside it is a link too. */
export function LinePicture({ sku, category, image, faded = false }: LinePictureProps) {
  return (
    <HoverLink
      href={`/products/${sku}`}
      tabIndex={-1}
      aria-hidden="true"
      style={hueStyle(describeCategory(category).hue)}
      className="tile relative row-span-2 grid aspect-square place-items-center self-start overflow-hidden rounded-2xl sm:row-span-1"
    >
      <SkuPicture
        image={image}
        category={category}
        size={80}
        sizes="8rem"
        drawn="size-3/5"
        className={clsx(faded && "opacity-50 grayscale")}
      />
    </HoverLink>
  );
}
