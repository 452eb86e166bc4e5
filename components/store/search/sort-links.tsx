import { HoverLink } from "#components/ui/hover-link.tsx";
import type { SearchSort } from "#lib/search/schema.ts";
import type { skuSorts } from "#lib/sku/schema.ts";

export type SkuSort = (typeof skuSorts)[number];

const titles: Record<SearchSort, string> = {
  relevance: "Best match",
  newest: "Newest",
  "price-asc": "Cheapest first",
  "price-desc": "Most expensive first",
  viewed: "Most viewed",
};

interface SortLinksProps<S extends SearchSort> {
  sorts: readonly S[];
  current: S;
  hrefOf: (sort: S) => string;
}

/** The sort orders of a list, as links, which work without JavaScript and can be shared. */
export function SortLinks<S extends SearchSort>({ sorts, current, hrefOf }: SortLinksProps<S>) {
  return (
    <nav aria-label="Sort by">
      <ul className="flex flex-wrap gap-2">
        {sorts.map((sort) => (
          <li key={sort}>
            <HoverLink
              href={hrefOf(sort)}
              scroll={false}
              aria-current={sort === current ? "true" : undefined}
              className="inline-flex min-h-11 items-center rounded-full border-[1.5px] border-edge px-4 font-medium text-[0.9375rem] hover:border-ink aria-[current]:border-ink aria-[current]:bg-ink aria-[current]:text-paper"
            >
              {titles[sort]}
            </HoverLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
