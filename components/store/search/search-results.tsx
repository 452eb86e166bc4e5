import Link from "next/link";
import { formatCount } from "#components/shared/format-count.ts";
import { ProductGrid } from "#components/store/product/product-grid.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { Icon } from "#components/ui/icon.tsx";
import { type FilterName, type SearchPage, searchSorts, sortOf } from "#lib/search/schema.ts";
import { highlight } from "#lib/search/text/highlight.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { ActiveFilters } from "./active-filters.tsx";
import { Highlighted } from "./highlighted.tsx";
import { NoResults } from "./no-results.tsx";
import { SearchFilters } from "./search-filters.tsx";
import { searchNotes } from "./search-notes.ts";
import { type Search, searchPath, understoodSearch } from "./search-path.ts";
import { SortLinks } from "./sort-links.tsx";

interface SearchResultsProps {
  /** as it was asked */
  search: Search;
  /** filters in the address that are invalid */
  ignored: readonly FilterName[];
  page: SearchPage;
  /** shown when nothing was found */
  newest: readonly Sku[];
}

export function SearchResults({ search: asked, ignored, page, newest }: SearchResultsProps) {
  const search = understoodSearch(asked, page);
  const { q, cursor } = search;
  const { items, total = 0, facets, near } = page;
  const notes = searchNotes(page, ignored);
  const isFiltered = searchPath({ ...search, cursor: undefined, sort: undefined }) !== searchPath({ q });
  return (
    <div className="shell pt-8 sm:pt-12">
      <p className="tag text-soft">{asked.q ? "Found in the store" : "On the shelves"}</p>
      <h1 className="break-words font-display font-extrabold text-4xl leading-[0.95] tracking-tight sm:text-6xl">
        {asked.q ? `“${asked.q}”` : "Everything"}
        {cursor && <span className="text-soft">, continued</span>}
      </h1>
      <p role="status" className="mt-3 text-lg">
        <span className="figures">{formatCount(total, "product")}</span>
        {notes.length > 0 && <span className="text-soft">{`. ${notes.join(" ")}`}</span>}
      </p>
      {items.length === 0 && !isFiltered ? (
        <NoResults search={search} isFiltered={false} newest={newest} />
      ) : (
        <div className="mt-6 grid items-start gap-x-12 gap-y-6 lg:grid-cols-[15rem_1fr]">
          {facets && (
            <details className="rounded-2xl border-[1.5px] border-edge lg:border-none lg:details-content:[content-visibility:visible]">
              <summary className="flex min-h-12 cursor-pointer items-center justify-between px-5 font-semibold lg:supports-[selector(::details-content)]:hidden">
                Filters <Icon name="plus" />
              </summary>
              <div className="px-5 pb-5 lg:p-0">
                <SearchFilters key={searchPath(search)} search={search} facets={facets} />
              </div>
            </details>
          )}
          <div className="grid min-w-0 gap-6">
            <SortLinks
              sorts={q ? searchSorts : searchSorts.filter((sort) => sort !== "relevance")}
              current={sortOf(search)}
              hrefOf={(sort) => searchPath({ ...search, sort, cursor: undefined })}
            />
            <ActiveFilters search={search} />
            {items.length === 0 ? (
              <NoResults search={search} isFiltered newest={newest} />
            ) : (
              <ProductGrid
                skus={items}
                eager={4}
                heading="h2"
                renderName={q ? ({ name }) => <Highlighted pieces={highlight(name, q, near)} /> : undefined}
              />
            )}
            <Pages search={search} nextCursor={page.nextCursor} />
          </div>
        </div>
      )}
    </div>
  );
}

function Pages({ search, nextCursor }: { search: Search; nextCursor: string | null }) {
  if (!search.cursor && !nextCursor) return null;
  return (
    <nav aria-label="Pages" className="mt-6 flex flex-wrap justify-center gap-3">
      {search.cursor && (
        <Link
          href={searchPath({ ...search, cursor: undefined })}
          prefetch={false}
          className={buttonClass("outline", "text-lg")}
        >
          First page
        </Link>
      )}
      {nextCursor && (
        <Link
          href={searchPath({ ...search, cursor: nextCursor })}
          prefetch={false}
          rel="next"
          className={buttonClass("ink", "text-lg")}
        >
          More <Icon name="arrow" />
        </Link>
      )}
    </nav>
  );
}
