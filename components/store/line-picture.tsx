import clsx from "clsx";
import { HoverLink } from "#components/ui/hover-link.tsx";

interface LinePictureProps {
  sku: string;
  image: string;
  faded?: boolean;
}

/** The picture of a line in a list of goods. The name beside it is the link for those who don't see. */
export function LinePicture({ sku, image, faded = false }: LinePictureProps) {
  return (
    <HoverLink
      href={`/products/${sku}`}
      tabIndex={-1}
      aria-hidden="true"
      className="tile row-span-2 [--tile-c:0.022] grid aspect-square place-items-center self-start rounded-2xl sm:row-span-1"
    >
      <img src={image} alt="" width={80} height={80} className={clsx("size-3/5", faded && "opacity-50 grayscale")} />
    </HoverLink>
  );
}
