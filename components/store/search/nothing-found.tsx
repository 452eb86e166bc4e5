import Link from "next/link";
import { ProductGrid } from "#components/store/product/product-grid.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { SectionHead } from "#components/ui/section-head.tsx";
import type { Sku } from "#lib/sku/schema.ts";
import { type Search, searchPath } from "./search-path.ts";

interface NothingFoundProps {
  search: Search;
  isFiltered: boolean;
  newest: readonly Sku[];
}

export function NothingFound({ search: { q }, isFiltered, newest }: NothingFoundProps) {
  return (
    <div className="mt-6 flex flex-col gap-16">
      <div className="flex flex-col items-start gap-4">
        <p className="max-w-[46ch] text-xl">
          {isFiltered
            ? "Nothing left after all those filters. The shop itself has more."
            : "Nothing by that name, in any department, however generously we read it."}
        </p>
        <ul className="flex flex-wrap gap-3">
          {isFiltered && (
            <li>
              <Link href={searchPath({ q })} prefetch={false} className={buttonClass("outline")}>
                Without filters
              </Link>
            </li>
          )}
          <li>
            <Link href={searchPath({})} prefetch={false} className={buttonClass("outline")}>
              Everything we have
            </Link>
          </li>
        </ul>
      </div>
      <section aria-label="New on the shelves">
        <SectionHead title="Meanwhile, new on the shelves" />
        <ProductGrid skus={newest} />
      </section>
    </div>
  );
}
