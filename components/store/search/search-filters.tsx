import Form from "next/form";
import type { ReactNode } from "react";
import { buttonClass } from "#components/ui/button.ts";
import { AutoSubmit } from "#components/ui/form/auto-submit.tsx";
import type { Facets } from "#lib/search/schema.ts";
import { describeCategory } from "#lib/sku/categories.ts";
import type { Search } from "./search-path.ts";

interface SearchFiltersProps {
  search: Search;
  facets: Facets;
}

const MONEY = "\\d{1,9}(\\.\\d{1,2})?";

/** The filters of a search: a form that is sent by its button, or with JavaScript on every change. */
export function SearchFilters({ search, facets }: SearchFiltersProps) {
  const { q, sort, category, brand, minPrice, maxPrice, inStock } = search;
  const { categories, brands, prices } = facets;
  return (
    <Form action="/search" prefetch={false} scroll={false} id="filters" aria-label="Filters" className="grid gap-7">
      {q && <input type="hidden" name="q" value={q} />}
      {sort && <input type="hidden" name="sort" value={sort} />}
      <fieldset className="grid gap-0.5">
        <Legend>Department</Legend>
        <Choice type="radio" name="category" value="" checked={!category}>
          All
        </Choice>
        {categories.map(({ value, count }) => (
          <Choice key={value} type="radio" name="category" value={value} checked={value === category} count={count}>
            {describeCategory(value).title}
          </Choice>
        ))}
      </fieldset>
      <fieldset>
        <Legend>Price</Legend>
        <div className="flex items-center gap-2">
          <PriceField name="minPrice" label="Lowest price" value={minPrice} placeholder={prices?.min} />
          <span aria-hidden="true">–</span>
          <PriceField name="maxPrice" label="Highest price" value={maxPrice} placeholder={prices?.max} />
        </div>
      </fieldset>
      <fieldset>
        <Legend>Stock</Legend>
        <Choice type="checkbox" name="inStock" value="1" checked={inStock} count={facets.inStock}>
          In stock
        </Choice>
      </fieldset>
      {brands.length > 0 && (
        <fieldset className="grid gap-0.5">
          <Legend>Brand</Legend>
          <div className="-mx-1 grid max-h-80 gap-0.5 overflow-y-auto px-1">
            {brands.map(({ value, count }) => (
              <Choice
                key={value}
                type="checkbox"
                name="brand"
                value={value}
                checked={brand.includes(value)}
                count={count}
              >
                {value}
              </Choice>
            ))}
          </div>
        </fieldset>
      )}
      <button type="submit" className={buttonClass("ink")}>
        Apply filters
      </button>
      <AutoSubmit form="filters" />
    </Form>
  );
}

function Legend({ children }: { children: ReactNode }) {
  return <legend className="mb-2 font-bold">{children}</legend>;
}

interface ChoiceProps {
  type: "radio" | "checkbox";
  name: string;
  value: string;
  checked: boolean;
  count?: number;
  children: ReactNode;
}

function Choice({ type, name, value, checked, count, children }: ChoiceProps) {
  return (
    <label className="flex min-h-9 cursor-pointer items-center gap-3 hover:underline">
      <input type={type} name={name} value={value} defaultChecked={checked} className="size-5 shrink-0 accent-accent" />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {count !== undefined && <span className="figures text-sm text-soft">{count}</span>}
    </label>
  );
}

interface PriceFieldProps {
  name: string;
  label: string;
  value?: string;
  placeholder?: string;
}

function PriceField({ name, label, value, placeholder }: PriceFieldProps) {
  return (
    <input
      type="text"
      name={name}
      aria-label={label}
      defaultValue={value}
      placeholder={placeholder}
      inputMode="decimal"
      pattern={MONEY}
      title="An amount such as 19.99"
      maxLength={12}
      className="figures min-h-11 w-full min-w-0 rounded-xl border-[1.5px] border-edge bg-raised px-3 text-base placeholder:text-soft"
    />
  );
}
