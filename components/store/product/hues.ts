import { categories } from "#lib/sku/categories.ts";

/** Category → hue, for the parts of a page that are drawn in the browser. */
export const hues: Record<string, number> = Object.fromEntries(categories.map(({ slug, hue }) => [slug, hue]));
