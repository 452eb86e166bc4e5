import Link from "next/link";
import { buttonClass } from "#components/ui/button.ts";
import { hueStyle } from "#components/ui/hue.ts";
import { Icon } from "#components/ui/icon.tsx";
import { categories, describeCategory } from "#lib/sku/categories.ts";
import type { Sku } from "#lib/sku/schema.ts";
import type { SkuPage } from "#lib/sku/store.ts";
import { ProductGrid } from "./product-grid.tsx";
import { SectionHead } from "./section-head.tsx";
import { type SkuSort, SortLinks } from "./sort-links.tsx";

export interface Search {
  q?: string;
  category?: string;
  sort: SkuSort;
  cursor?: string;
}

/** The address of a search. A new order or filter starts again at the beginning. */
export function searchPath(search: Partial<Search>): string {
  const entries = Object.entries(search).filter(([name, value]) => value && !(name === "sort" && value === "newest"));
  return `/search?${new URLSearchParams(entries)}`;
}

interface SearchResultsProps {
  search: Search;
  page: SkuPage;
  /** what to look at when nothing was found */
  newest: readonly Sku[];
}

export function SearchResults({ search, page, newest }: SearchResultsProps) {
  const { q, category, sort, cursor } = search;
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
        <NothingFound q={q} newest={newest} />
      ) : (
        <>
          <div className="flex flex-wrap items-center justify-between gap-4 py-6">
            <Departments search={search} />
            <SortLinks current={sort} hrefOf={(other) => searchPath({ q, category, sort: other })} />
          </div>
          <ProductGrid skus={page.items} eager={4} heading="h2" />
          <nav aria-label="Pages" className="mt-12 flex flex-wrap justify-center gap-3">
            {cursor && (
              <Link
                href={searchPath({ q, category, sort })}
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

function Departments({ search: { q, category, sort } }: { search: Search }) {
  return (
    <nav aria-label="Filter by department" className="min-w-0">
      <ul className="flex flex-wrap gap-2">
        {[{ slug: undefined, title: "All", hue: 75 }, ...categories].map(({ slug, title, hue }) => (
          <li key={title}>
            <Link
              href={searchPath({ q, category: slug, sort })}
              prefetch={false}
              scroll={false}
              aria-current={slug === category ? "true" : undefined}
              style={hueStyle(hue)}
              className="tile inline-flex min-h-11 items-center rounded-full px-4 font-medium text-[0.9375rem] hover:underline aria-[current]:bg-ink aria-[current]:bg-none aria-[current]:text-paper"
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NothingFound({ q, newest }: { q?: string; newest: readonly Sku[] }) {
  const [firstWord] = q?.trim().split(/\s+/) ?? [];
  return (
    <div className="mt-6 flex flex-col gap-16">
      <div className="flex flex-col items-start gap-4">
        <p className="max-w-[46ch] text-xl">
          Nothing by that name, in any department. We search the beginnings of words in names, brands and departments:
          “head” finds headphones, “phones” does not.
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
