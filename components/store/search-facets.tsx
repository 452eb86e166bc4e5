import Form from "next/form";
import Link from "next/link";
import { buttonClass } from "#components/ui/button.ts";
import type { Facets } from "#lib/search/schema.ts";
import { describeCategory } from "#lib/sku/categories.ts";
import { type Search, searchPath } from "./search-path.ts";

/** So many brands are offered, those with most first. */
const BRANDS = 12;

interface SearchFacetsProps {
  search: Search;
  facets: Facets;
}

/** The filters of a search, as links and a plain form: their state is the address. */
export function SearchFacets({ search, facets }: SearchFacetsProps) {
  const { category, brand, inStock } = search;
  const to = (change: Partial<Search>) => searchPath({ ...search, cursor: undefined, ...change });
  return (
    <div className="flex flex-col gap-4 py-6">
      <Chips
        label="Department"
        all={to({ category: undefined })}
        chosen={category ? [category] : []}
        options={facets.categories}
        titleOf={(slug) => describeCategory(slug).title}
        hrefOf={(slug) => to({ category: slug })}
      />
      {(facets.brands.length > 1 || brand.length > 0) && (
        <Chips
          label="Brand"
          all={to({ brand: [] })}
          chosen={brand}
          options={facets.brands.slice(0, BRANDS)}
          titleOf={(name) => name}
          hrefOf={(name) =>
            to({ brand: brand.includes(name) ? brand.filter((one) => one !== name) : [...brand, name] })
          }
        />
      )}
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        <PriceForm search={search} facets={facets} />
        <Link
          href={to({ inStock: !inStock })}
          prefetch={false}
          scroll={false}
          aria-current={inStock ? "true" : undefined}
          className={chip}
        >
          {`In stock (${facets.inStock})`}
        </Link>
      </div>
    </div>
  );
}

const chip =
  "inline-flex min-h-11 items-center rounded-full border-[1.5px] border-edge px-4 font-medium text-[0.9375rem] hover:border-ink aria-[current]:border-ink aria-[current]:bg-ink aria-[current]:text-paper";

interface ChipsProps {
  label: string;
  /** the address without this filter */
  all: string;
  chosen: readonly string[];
  options: readonly { value: string; count: number }[];
  titleOf: (value: string) => string;
  hrefOf: (value: string) => string;
}

function Chips({ label, all, chosen, options, titleOf, hrefOf }: ChipsProps) {
  return (
    <nav aria-label={`Filter by ${label.toLowerCase()}`}>
      <ul className="flex flex-wrap gap-2">
        <li>
          <Link
            href={all}
            prefetch={false}
            scroll={false}
            aria-current={chosen.length > 0 ? undefined : "true"}
            className={chip}
          >
            {`Any ${label.toLowerCase()}`}
          </Link>
        </li>
        {options.map(({ value, count }) => (
          <li key={value}>
            <Link
              href={hrefOf(value)}
              prefetch={false}
              scroll={false}
              aria-current={chosen.includes(value) ? "true" : undefined}
              className={chip}
            >
              {titleOf(value)}
              <span className="figures ml-2 text-sm opacity-75">{count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function PriceForm({ search, facets }: SearchFacetsProps) {
  const { q, category, brand, inStock, sort, minPrice, maxPrice } = search;
  const kept = Object.entries({ q, category, inStock: inStock ? "1" : undefined, sort });
  return (
    <Form action="/search" prefetch={false} scroll={false} className="flex flex-wrap items-end gap-2">
      {kept.map(([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />)}
      {brand.map((name) => (
        <input key={name} type="hidden" name="brand" value={name} />
      ))}
      <PriceField name="minPrice" label="From $" value={minPrice} hint={facets.prices?.min} />
      <PriceField name="maxPrice" label="to $" value={maxPrice} hint={facets.prices?.max} />
      <button type="submit" className={buttonClass("outline")}>
        Set price
      </button>
    </Form>
  );
}

function PriceField({ name, label, value, hint }: { name: string; label: string; value?: string; hint?: string }) {
  return (
    <label className="flex items-center gap-2 font-medium">
      {label}
      <input
        name={name}
        defaultValue={value}
        placeholder={hint}
        inputMode="decimal"
        pattern="\d{1,9}(\.\d{1,2})?"
        className="figures h-11 w-24 rounded-xl border-[1.5px] border-edge bg-raised px-3 placeholder:text-soft"
      />
    </label>
  );
}
