import type { ReactNode } from "react";
import { SkuPicture } from "#components/shared/sku-picture.tsx";
import { HoverLink } from "#components/ui/hover-link.tsx";
import { hueStyle } from "#components/ui/hue-style.ts";
import { Price } from "#components/ui/price.tsx";
import { describeCategory } from "#lib/sku/categories.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { AddToCartButton } from "./add-to-cart-button.tsx";
import { StockBadge } from "./stock.tsx";

interface ProductCardProps {
  sku: Sku;
  /** For pictures that are in view when the page opens: they are not loaded lazily. */
  eager?: boolean;
  /** The level of its heading on the page. */
  heading?: "h2" | "h3";
  /** See StockBadge. */
  exactStock?: boolean;
  /** The name with markup, where plain text is not enough. */
  markedName?: ReactNode;
}

export function ProductCard({
  sku,
  eager = false,
  heading: Heading = "h3",
  exactStock = true,
  markedName,
}: ProductCardProps) {
  const { id, name, price, image, stock, purchaseLimit } = sku;
  return (
    <article className="group relative flex flex-col gap-3">
      <div
        className="tile relative grid aspect-square place-items-center overflow-hidden rounded-3xl"
        style={hueStyle(describeCategory(sku.category).hue)}
      >
        <SkuPicture
          image={image}
          category={sku.category}
          size={200}
          sizes="(min-width: 80rem) 19rem, (min-width: 48rem) 33vw, 50vw"
          loading={eager ? "eager" : "lazy"}
          fetchPriority={eager ? "high" : undefined}
          decoding="async"
          drawn="w-[62%] group-hover:-rotate-3 group-hover:scale-108"
          photo="absolute inset-0 size-full object-cover group-hover:scale-104"
          className={`transition-transform duration-300 ease-out-fast ${stock <= 0 ? "opacity-50 grayscale" : ""}`}
        />
        <StockBadge stock={stock} exact={exactStock} />
      </div>
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          {sku.brand && <p className="truncate text-soft text-sm">{sku.brand}</p>}
          <Heading className="wrap-anywhere line-clamp-4 font-semibold leading-tight">
            <HoverLink
              href={`/products/${id}`}
              className="after:absolute after:inset-0 after:rounded-3xl group-hover:underline"
            >
              {markedName ?? name}
            </HoverLink>
          </Heading>
          <Price value={price} className="mt-1.5 block font-medium" />
        </div>
        {stock > 0 && (
          <div className="relative z-10 shrink-0">
            <AddToCartButton sku={{ id, name, price, image, stock, purchaseLimit }} />
          </div>
        )}
      </div>
    </article>
  );
}
