import Link from "next/link";
import { buttonClass } from "#components/ui/button.ts";
import { Icon } from "#components/ui/icon.tsx";
import { type Facets, type SearchPage, type SearchSort, sortOf } from "#lib/search/schema.ts";
import { describeCategory } from "#lib/sku/categories.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { ProductGrid } from "./product-grid.tsx";
import { SearchFacets } from "./search-facets.tsx";
import { type Search, searchPath } from "./search-path.ts";
import { SectionHead } from "./section-head.tsx";
import { SortLinks } from "./sort-links.tsx";
import { countOf } from "./words.ts";

interface SearchResultsProps {
  search: Search;
  page: SearchPage;
  /** what there is to choose from; not there while the index is being built */
  facets?: Facets;
  total?: number;
  /** what to look at when nothing was found */
  newest: readonly Sku[];
}

export function SearchResults({ search, page, facets, total, newest }: SearchResultsProps) {
  const { q, category, cursor } = search;
  const sorts: SearchSort[] = [...(q ? (["relevance"] as const) : []), "newest", "price-asc", "price-desc", "viewed"];
  const department = category ? describeCategory(category).title : null;
  const title = q ? `“${q}”` : (department ?? "Everything");
  return (
    <div className="shell pt-8 sm:pt-12">
      <p className="tag text-soft">
        {q ? (department ? `Found in ${department}` : "Found in the shop") : "On the shelves"}
      </p>
      <h1 className="break-words font-display font-extrabold text-4xl leading-[0.95] tracking-tight sm:text-6xl">
        {title}
        {cursor && <span className="text-soft">, continued</span>}
      </h1>
      {page.items.length === 0 ? (
        <>
          {facets && <SearchFacets search={search} facets={facets} />}
          <NothingFound q={q} newest={newest} />
        </>
      ) : (
        <>
          <div className="flex flex-wrap items-center justify-between gap-4 pt-6">
            <p className="figures text-sm text-soft">{total === undefined ? "" : countOf(total, "product")}</p>
            <SortLinks
              current={sortOf(search)}
              sorts={sorts}
              hrefOf={(sort) => searchPath({ ...search, cursor: undefined, sort })}
            />
          </div>
          {facets && <SearchFacets search={search} facets={facets} />}
          <ProductGrid skus={page.items} eager={4} heading="h2" />
          <nav aria-label="Pages" className="mt-12 flex flex-wrap justify-center gap-3">
            {cursor && (
              <Link
                href={searchPath({ ...search, cursor: undefined })}
                prefetch={false}
                className={buttonClass("outline", "text-lg")}
              >
                Back to the start
              </Link>
            )}
            {page.nextCursor && (
              <Link
                href={searchPath({ ...search, cursor: page.nextCursor })}
                prefetch={false}
                rel="next"
                className={buttonClass("ink", "text-lg")}
              >
                More <Icon name="arrow" />
              </Link>
            )}
          </nav>
        </>
      )}
    </div>
  );
}

function NothingFound({ q, newest }: { q?: string; newest: readonly Sku[] }) {
  const [firstWord] = q?.trim().split(/\s+/) ?? [];
  return (
    <div className="mt-6 flex flex-col gap-16">
      <div className="flex flex-col items-start gap-4">
        <p className="max-w-[46ch] text-xl">
          Nothing like that, in any department. Typos are forgiven and beginnings are enough, but what we do not have we
          do not find either.
        </p>
        <ul className="flex flex-wrap gap-3">
          {firstWord && firstWord !== q && (
            <li>
              <Link href={searchPath({ q: firstWord })} prefetch={false} className={buttonClass("outline")}>
                {`Only “${firstWord}”`}
              </Link>
            </li>
          )}
          {q && q.length > 4 && (
            <li>
              <Link href={searchPath({ q: q.slice(0, 3) })} prefetch={false} className={buttonClass("outline")}>
                {`Anything that begins with “${q.slice(0, 3)}”`}
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
