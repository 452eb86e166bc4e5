import type { ReactNode } from "react";
import type { Sku } from "#lib/sku/schema.ts";
import { ProductCard } from "./product-card.tsx";

interface ProductGridProps {
  skus: readonly Sku[];
  /** How many pictures are in view when the page opens. */
  eager?: number;
  heading?: "h2" | "h3";
  /** See StockBadge. */
  exactStock?: boolean;
  /** The name with markup, where plain text is not enough. */
  renderName?: (sku: Sku) => ReactNode;
}

export function ProductGrid({ skus, eager = 0, heading, exactStock, renderName }: ProductGridProps) {
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:gap-x-6 sm:gap-y-10 md:grid-cols-3 xl:grid-cols-4">
      {skus.map((sku, i) => (
        <li key={sku.id} className="nth-[3n+2]:[--shift:16] nth-[3n]:[--shift:-14]">
          <ProductCard
            sku={sku}
            eager={i < eager}
            heading={heading}
            exactStock={exactStock}
            markedName={renderName?.(sku)}
          />
        </li>
      ))}
    </ul>
  );
}
