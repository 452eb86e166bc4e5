import Link from "next/link";
import { formatCount } from "#components/shared/format-count.ts";
import { ProductGrid } from "#components/store/product/product-grid.tsx";
import { type SkuSort, SortLinks } from "#components/store/search/sort-links.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { hueStyle } from "#components/ui/hue-style.ts";
import { Icon } from "#components/ui/icon.tsx";
import type { Category } from "#lib/sku/categories.ts";
import { skuSorts } from "#lib/sku/schema.ts";
import type { SkuPage } from "#lib/sku/store.ts";

interface DepartmentPageProps {
  category: Category;
  sort: SkuSort;
  page: SkuPage;
  /** the number of products in the category */
  count: number;
}

export function categoryPath(slug: string, sort: SkuSort): string {
  return sort === "newest" ? `/categories/${slug}` : `/categories/${slug}/${sort}`;
}

function EmptyDepartment() {
  return (
    <div className="flex flex-col items-start gap-5 py-10">
      <p className="max-w-[40ch] text-lg">The shelves on this floor are empty at the moment.</p>
      <Link href="/search" prefetch={false} className={buttonClass("primary")}>
        All products
      </Link>
    </div>
  );
}

/** The first page of a category in one sort order. Further pages are search results. */
export function DepartmentPage({ category, sort, page, count }: DepartmentPageProps) {
  const more = new URLSearchParams({ category: category.slug, sort, cursor: page.nextCursor ?? "" });
  return (
    <>
      <div className="tile" style={hueStyle(category.hue)}>
        <div className="shell grid grid-cols-[1fr_auto] items-center gap-6 overflow-hidden py-6 sm:py-0">
          <div className="flex flex-col gap-2 sm:py-14">
            <h1 className="font-display font-extrabold text-5xl leading-[0.9] tracking-[-0.03em] sm:text-7xl lg:text-8xl">
              {category.title}
            </h1>
            <p className="max-w-[40ch] text-lg sm:text-xl">{category.blurb}</p>
          </div>
          <img
            src={category.picture}
            alt=""
            width={280}
            height={280}
            className="w-24 rotate-6 sm:w-44 lg:-mb-8 lg:w-64"
          />
        </div>
      </div>
      <div className="shell">
        <div className="flex flex-wrap items-center justify-between gap-4 py-6">
          <p className="figures text-sm text-soft">{formatCount(count, "product")}</p>
          {count > 0 && (
            <SortLinks sorts={skuSorts} current={sort} hrefOf={(other) => categoryPath(category.slug, other)} />
          )}
        </div>
        {count === 0 && <EmptyDepartment />}
        <ProductGrid skus={page.items} eager={4} heading="h2" />
        {page.nextCursor && (
          <p className="mt-12 flex justify-center">
            <Link href={`/search?${more}`} prefetch={false} rel="next" className={buttonClass("ink", "text-lg")}>
              {`More ${category.title}`} <Icon name="arrow" />
            </Link>
          </p>
        )}
      </div>
    </>
  );
}
