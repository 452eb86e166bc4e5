import Link from "next/link";
import { Icon } from "#components/ui/icon.tsx";
import { describeCategory } from "#lib/sku/categories.ts";
import { type Search, searchPath } from "./search-path.ts";

/** The active filters, each with the change that removes it. */
function listActive(search: Search): { title: string; without: Partial<Search> }[] {
  const { category, brand, minPrice, maxPrice, inStock } = search;
  return [
    ...(category ? [{ title: describeCategory(category).title, without: { category: undefined } }] : []),
    ...brand.map((name) => ({ title: name, without: { brand: brand.filter((other) => other !== name) } })),
    ...(minPrice ? [{ title: `From $${minPrice}`, without: { minPrice: undefined } }] : []),
    ...(maxPrice ? [{ title: `Up to $${maxPrice}`, without: { maxPrice: undefined } }] : []),
    ...(inStock ? [{ title: "In stock", without: { inStock: false } }] : []),
  ];
}

export function ActiveFilters({ search }: { search: Search }) {
  const active = listActive(search);
  if (active.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="flex flex-wrap gap-2">
      {active.map(({ title, without }) => (
        <li key={title}>
          <Link
            href={searchPath({ ...search, cursor: undefined, ...without })}
            prefetch={false}
            scroll={false}
            aria-label={`Remove the filter ${title}`}
            className="inline-flex min-h-11 items-center gap-2 rounded-full bg-ink px-4 font-medium text-[0.9375rem] text-paper hover:bg-accent hover:text-on-accent"
          >
            {title} <Icon name="cross" className="size-4" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
