import Link from "next/link";
import { ProductGrid } from "#components/store/product/product-grid.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { SectionHeading } from "#components/ui/section-heading.tsx";
import type { Sku } from "#lib/sku/schema.ts";
import { type Search, searchPath } from "./search-path.ts";

interface NoResultsProps {
  search: Search;
  isFiltered: boolean;
  newest: readonly Sku[];
}

export function NoResults({ search: { q }, isFiltered, newest }: NoResultsProps) {
  return (
    <div className="mt-6 flex flex-col gap-16">
      <div className="flex flex-col items-start gap-4">
        <p className="max-w-[46ch] text-xl">
          {isFiltered
            ? "No products match these filters. Remove some of them."
            : "No products found. Check the spelling, or try other words."}
        </p>
        <ul className="flex flex-wrap gap-3">
          {isFiltered && (
            <li>
              <Link href={searchPath({ q })} prefetch={false} className={buttonClass("outline")}>
                Remove all filters
              </Link>
            </li>
          )}
          <li>
            <Link href={searchPath({})} prefetch={false} className={buttonClass("outline")}>
              All products
            </Link>
          </li>
        </ul>
      </div>
      <section aria-label="New on the shelves">
        <SectionHeading title="New on the shelves" />
        <ProductGrid skus={newest} />
      </section>
    </div>
  );
}
