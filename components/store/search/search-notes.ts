import type { FilterName, SearchPage } from "#lib/search/schema.ts";

const MAX_WORDS = 5;

const filterTitles: Record<FilterName, string> = {
  category: "department",
  brand: "brand",
  minPrice: "lowest price",
  maxPrice: "highest price",
  inStock: "stock",
  sort: "order",
};

const either = new Intl.ListFormat("en-GB", { type: "disjunction" });

/** What a shopper should know about an answer, in sentences. @param ignored filters in the address that are invalid */
export function searchNotes(
  { total = 0, match = "all", missing = [] }: Pick<SearchPage, "total" | "match" | "missing">,
  ignored: readonly FilterName[],
): string[] {
  const notes: string[] = [];
  if (missing.length > 0) {
    const nothing = `Nothing for ${either.format(missing.slice(0, MAX_WORDS).map((word) => `“${word}”`))}.`;
    notes.push(total > 0 ? `${nothing} Here is what fits the rest.` : nothing);
  } else if (total > 0 && match === "near") notes.push("No exact matches. These are similar.");
  else if (total > 0 && match === "some") notes.push("No product has all of these words. These have some of them.");
  if (ignored.length > 0)
    notes.push(`Not understood, and so left out: ${ignored.map((name) => filterTitles[name]).join(", ")}.`);
  return notes;
}
