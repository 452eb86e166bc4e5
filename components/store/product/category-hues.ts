import { categories } from "#lib/sku/categories.ts";

/** Category → hue, for client components, which would otherwise need all of the categories' data. */
export const categoryHues: Record<string, number> = Object.fromEntries(categories.map(({ slug, hue }) => [slug, hue]));
