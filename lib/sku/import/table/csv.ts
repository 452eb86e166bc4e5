import type { Sku } from "#lib/sku/schema.ts";

/** The columns of the catalogue as CSV (RFC 4180) by field; a file may have them in any order. */
export const COLUMNS: Readonly<Record<keyof Sku, string>> = {
  ...{ id: "id", name: "name", price: "price", stock: "stock", category: "category", brand: "brand" },
  ...{ description: "description", image: "image", purchaseLimit: "purchase_limit" },
};
export const FIELDS = Object.keys(COLUMNS) as (keyof Sku)[];
export const CSV_COLUMNS: readonly string[] = FIELDS.map((field) => COLUMNS[field]);

/** What a spreadsheet takes for the beginning of a formula, its full-width forms included. */
const FORMULA = "[=+\\-@\\t\\r＝＋－＠]";
const startsFormula = new RegExp(`^'*${FORMULA}`);
const escapedFormula = new RegExp(`^'+${FORMULA}`);

/**
 * A leading apostrophe stops spreadsheets from evaluating a cell as a formula. One that is there already gets another,
 * so that reading, which takes one away, gives back what was written.
 */
export const escapeFormula = (cell: string) => (startsFormula.test(cell) ? `'${cell}` : cell);
export const unescapeFormula = (cell: string) => (escapedFormula.test(cell) ? cell.slice(1) : cell);

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** One CSV row per SKU, without the header. */
export function formatCsvRows(skus: readonly Sku[]): string {
  const line = (sku: Sku) => FIELDS.map((field) => quote(escapeFormula(String(sku[field] ?? "")))).join(",");
  return skus.map((sku) => `${line(sku)}\r\n`).join("");
}
