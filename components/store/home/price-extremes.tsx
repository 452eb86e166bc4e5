import { SkuPicture } from "#components/shared/sku-picture.tsx";
import { HoverLink } from "#components/ui/hover-link.tsx";
import { hueStyle } from "#components/ui/hue-style.ts";
import { Price } from "#components/ui/price.tsx";
import { describeCategory } from "#lib/sku/categories.ts";
import type { Sku } from "#lib/sku/schema.ts";

interface PriceExtremesProps {
  mostExpensive?: Sku;
  cheapest?: Sku;
}

/** The most expensive and the cheapest product. */
export function PriceExtremes({ mostExpensive, cheapest }: PriceExtremesProps) {
  if (!mostExpensive || !cheapest || mostExpensive.id === cheapest.id) return null;
  return (
    <section aria-label="The two ends of the price list" className="shell mt-24 grid gap-4 md:grid-cols-[1.6fr_1fr]">
      <Extreme sku={mostExpensive} line="The most expensive thing you cannot buy here" />
      <Extreme sku={cheapest} line="And the cheapest" />
    </section>
  );
}

function Extreme({ sku, line }: { sku: Sku; line: string }) {
  return (
    <HoverLink
      href={`/products/${sku.id}`}
      style={hueStyle(describeCategory(sku.category).hue)}
      className="tile group relative flex min-h-80 flex-col justify-between gap-8 overflow-hidden rounded-[2rem] p-6 sm:min-h-96 sm:p-10"
    >
      <span className="max-w-[14ch] font-display font-extrabold text-3xl leading-[0.95] tracking-tight sm:text-5xl">
        {line}
      </span>
      <SkuPicture
        image={sku.image}
        category={sku.category}
        size={300}
        loading="lazy"
        drawn="right-[-4%] bottom-[-4%] w-[52%] max-w-80 group-hover:-rotate-6 group-hover:scale-105"
        photo="right-6 bottom-6 aspect-square w-[42%] max-w-64 rounded-3xl object-cover group-hover:scale-104"
        className="absolute transition-transform duration-300 ease-out-fast"
      />
      <span className="relative flex max-w-[48%] flex-col gap-2">
        <span className="font-semibold text-lg leading-tight">{sku.name}</span>
        <Price value={sku.price} look="tag" className="text-4xl sm:text-5xl" />
      </span>
    </HoverLink>
  );
}
