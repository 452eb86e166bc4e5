import { buttonClass } from "#components/ui/button.ts";
import { describeCategory } from "#lib/sku/categories.ts";

interface SkusFilterProps {
  q?: string | undefined;
  category?: string | undefined;
  sort?: string | undefined;
  inStock: boolean;
  /** the slugs to choose from */
  categories: readonly string[];
}

const SORTS = {
  newest: "Newest first",
  "price-asc": "Cheapest first",
  "price-desc": "Dearest first",
  viewed: "Most viewed first",
} as const;

const control =
  "h-11 min-w-0 max-w-full max-sm:grow max-sm:basis-2/5 rounded-full border-[1.5px] border-edge bg-raised px-4";

/** Which SKUs are listed, and in which order. All of it is in the address. */
export function SkusFilter({ q = "", category = "", sort = "", inStock, categories }: SkusFilterProps) {
  return (
    <form action="/admin/skus" className="flex max-w-full flex-wrap items-center gap-2">
      <input
        type="search"
        name="q"
        aria-label="Search the catalogue"
        placeholder="Name, SKU or brand"
        defaultValue={q}
        className={`${control} placeholder:text-soft max-sm:basis-full!`}
      />
      <select key={`c${category}`} name="category" aria-label="Category" defaultValue={category} className={control}>
        <option value="">All categories</option>
        {categories.map((slug) => (
          <option key={slug} value={slug}>
            {describeCategory(slug).title}
          </option>
        ))}
      </select>
      <select key={`s${sort}`} name="sort" aria-label="Order" defaultValue={sort} className={control}>
        <option value="">{q ? "Best match first" : "Newest first"}</option>
        {Object.entries(SORTS)
          .filter(([value]) => q !== "" || value !== "newest")
          .map(([value, title]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
      </select>
      <label className="inline-flex min-h-11 items-center gap-2 pr-2">
        <input
          key={String(inStock)}
          type="checkbox"
          name="inStock"
          value="1"
          defaultChecked={inStock}
          className="size-5 accent-accent-text"
        />
        In stock
      </label>
      <button type="submit" className={buttonClass("ink")}>
        Show
      </button>
    </form>
  );
}
