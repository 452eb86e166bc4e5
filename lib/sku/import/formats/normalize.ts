import { parseMoney } from "#lib/money.ts";
import { withoutMarks } from "#lib/sku/slug.ts";

/** How values of other shops become those of this one. */

/** The id of a SKU for one of another shop: "Größe 42/rot" → "Grosse-42-rot"; "" when nothing of it is left. */
export function normalizeId(text: string): string {
  return withoutMarks(text.trim())
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+|-+$/g, "")
    .slice(0, 64);
}

export const CATEGORY_LEVELS = ["last", "first"] as const;
export type CategoryLevel = (typeof CATEGORY_LEVELS)[number];

/** What Magento calls the root of all categories. */
const ROOT = /^default category$/i;

/**
 * The level of a category that becomes a department: of "Clothing > Tshirts, Sale" the last or first level of the deepest
 * path. Levels are separated by `>` or `/`; several paths by commas, where there are levels to tell them apart.
 */
export function categoryOf(cell: string, level: CategoryLevel): string {
  const hasPaths = /[>/]/.test(cell);
  const paths = (hasPaths ? cell.split(/(?<!\\),/) : [cell]).map((path) =>
    path
      // "Home / Garden", but "24/7" as well: a slash separates levels where `>` does not.
      .split(path.includes(">") ? ">" : "/")
      .map((name) => name.replaceAll("\\,", ",").trim())
      .filter((name) => name !== "" && !ROOT.test(name)),
  );
  const deepest = paths.reduce((best, path) => (path.length > best.length ? path : best), []);
  return (level === "last" ? deepest.at(-1) : deepest[0]) ?? "";
}

/** An amount, and whether a currency stood beside it; null for what is none, or could mean two amounts. */
export function readPrice(cell: string): { price: string; currency: string } | null {
  const [, before = "", digits = "", after = ""] =
    /^([A-Z]{3}|\p{Sc}|[A-Z]{1,2}\p{Sc})?\s*(\d[\d.,'\s]*)\s*([A-Z]{3}|\p{Sc})?$/u.exec(cell.trim()) ?? [];
  let amount = digits.replace(/['\s]/g, "");
  const [comma, point] = [amount.lastIndexOf(","), amount.lastIndexOf(".")];
  if (comma >= 0 && point >= 0) {
    const separator = comma > point ? "." : ",";
    amount = amount.replaceAll(separator, "").replace(",", ".");
  } else if (comma >= 0) {
    // "1,299" could be either.
    if (!/^\d+,\d{1,2}$/.test(amount)) return null;
    amount = amount.replace(",", ".");
  }
  // Magento writes "14.000000".
  amount = amount.replace(/^(\d+\.\d{2})0+$/, "$1");
  return parseMoney(amount) === null ? null : { price: amount, currency: before || after };
}

/** A whole number in stock: "100.0000" is 100, and what is below 0 was sold already; null for anything else. */
export function readStock(cell: string): number | null {
  const match = /^(-?\d{1,12})(?:[.,]0*)?$/.exec(cell.trim());
  return match ? Number(match[1]) : null;
}
