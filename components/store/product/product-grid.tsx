import type { ReactNode } from "react";
import type { Sku } from "#lib/sku/schema.ts";
import { ProductCard } from "./product-card.tsx";

interface ProductGridProps {
  skus: readonly Sku[];
  /** So many pictures at the start are in view at once. */
  eager?: number;
  heading?: "h2" | "h3";
  /** The name as it is shown, where that is more than its text. */
  nameOf?: (sku: Sku) => ReactNode;
}

export function ProductGrid({ skus, eager = 0, heading, nameOf }: ProductGridProps) {
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-8 sm:gap-x-6 sm:gap-y-10 md:grid-cols-3 xl:grid-cols-4">
      {skus.map((sku, i) => (
        <li key={sku.id} className="nth-[3n+2]:[--shift:16] nth-[3n]:[--shift:-14]">
          <ProductCard sku={sku} eager={i < eager} heading={heading} shownName={nameOf?.(sku)} />
        </li>
      ))}
    </ul>
  );
}
