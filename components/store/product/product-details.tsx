import { SkuPicture } from "#components/shared/sku-picture.tsx";
import { HoverLink } from "#components/ui/hover-link.tsx";
import { hueStyle } from "#components/ui/hue-style.ts";
import { Price } from "#components/ui/price.tsx";
import type { Category } from "#lib/sku/categories.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { AddToCartForm } from "./add-to-cart-form.tsx";
import { SaveForLaterForm } from "./save-for-later-form.tsx";
import { StockLine } from "./stock.tsx";

interface ProductDetailsProps {
  sku: Sku;
  category: Category;
}

const promises = [
  ["Delivery", "Never. It saves on packaging."],
  ["Returns", "Unnecessary, see above."],
  ["Guarantee", "The number in your cart is the number in Redis."],
] as const;

/** Picture, price, stock, description and forms of a product. */
export function ProductDetails({ sku, category }: ProductDetailsProps) {
  const { id, name, price, image, stock, purchaseLimit } = sku;
  return (
    <div className="shell grid gap-x-14 gap-y-8 pt-4 sm:pt-8 md:grid-cols-2 lg:grid-cols-[1.15fr_1fr]">
      <div
        className="tile relative grid aspect-square max-h-[40rem] w-full place-items-center overflow-hidden rounded-[2rem] md:sticky md:top-24 md:self-start"
        style={hueStyle(category.hue)}
      >
        <SkuPicture
          image={image}
          category={category.slug}
          alt={name}
          size={480}
          sizes="(min-width: 48rem) 40rem, 100vw"
          fetchPriority="high"
          drawn="w-[64%] drop-shadow-[0_24px_24px_oklch(0.3_0.05_50/0.18)]"
          photo="absolute top-1/2 left-1/2 h-auto w-[86%] -translate-1/2 rounded-2xl shadow-[0_18px_40px_var(--shadow)] data-portrait:h-[86%] data-portrait:w-auto"
          className={stock <= 0 ? "opacity-50 grayscale" : ""}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-6 md:py-4">
        <div className="flex flex-col gap-2">
          <nav aria-label="Breadcrumb">
            <HoverLink
              href={`/categories/${category.slug}`}
              className="tag inline-flex min-h-11 items-center text-soft underline decoration-line decoration-2 underline-offset-4 hover:text-ink"
            >
              {category.title}
            </HoverLink>
          </nav>
          <h1 className="wrap-anywhere font-display font-extrabold text-4xl leading-[0.98] tracking-tight sm:text-6xl">
            {name}
          </h1>
          {sku.brand && <p className="text-lg text-soft">{`by ${sku.brand}`}</p>}
        </div>
        <Price value={price} look="tag" className="text-5xl" />
        <StockLine stock={stock} />
        <div className="flex flex-col gap-1">
          <AddToCartForm sku={{ id, name, price, image, stock, purchaseLimit }} />
          <SaveForLaterForm sku={{ id, name, price, image, stock, purchaseLimit }} />
        </div>
        {sku.description && (
          <p className="wrap-anywhere max-w-[58ch] whitespace-pre-line text-lg leading-relaxed">{sku.description}</p>
        )}
        <dl className="border-line border-t">
          {promises.map(([term, promise]) => (
            <div key={term} className="flex gap-4 border-line border-b py-3">
              <dt className="w-28 shrink-0 font-semibold">{term}</dt>
              <dd className="text-soft">{promise}</dd>
            </div>
          ))}
          <div className="flex gap-4 border-line border-b py-3">
            <dt className="w-28 shrink-0 font-semibold">Product no.</dt>
            <dd className="figures text-sm text-soft">{id}</dd>
          </div>
        </dl>
      </div>
    </div>
  );
}
