import { csvLine } from "#lib/csv.ts";
import type { Sku } from "#lib/sku/schema.ts";

/** The columns of the catalogue as CSV (RFC 4180) by field; a file may have them in any order. */
export const COLUMNS: Readonly<Record<keyof Sku, string>> = {
  ...{ id: "id", name: "name", price: "price", stock: "stock", category: "category", brand: "brand" },
  ...{ description: "description", image: "image", purchaseLimit: "purchase_limit" },
};
export const FIELDS = Object.keys(COLUMNS) as (keyof Sku)[];
export const CSV_COLUMNS: readonly string[] = FIELDS.map((field) => COLUMNS[field]);

/** One CSV row per SKU, without the header. */
export const formatCsvRows = (skus: readonly Sku[]) =>
  skus.map((sku) => csvLine(FIELDS.map((field) => String(sku[field] ?? "")))).join("");
