import { createSkuForm, type Sku } from "#lib/sku/schema.ts";

/** The columns of the catalogue as CSV (RFC 4180) by field; a file may have them in any order. */
const COLUMNS: Readonly<Record<keyof Sku, string>> = {
  ...{ id: "id", name: "name", price: "price", stock: "stock", category: "category", brand: "brand" },
  ...{ description: "description", image: "image", purchaseLimit: "purchase_limit" },
};
const FIELDS = Object.keys(COLUMNS) as (keyof Sku)[];
export const CSV_COLUMNS: readonly string[] = FIELDS.map((field) => COLUMNS[field]);

/** The fields of each row. A quoted field may contain commas, line breaks and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A field and the comma, line break or end of text that ends it.
  for (const match of text.replace(/^\uFEFF/, "").matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/g)) {
    const [whole, quoted, plain, end] = match;
    if (whole === "" && row.length === 0) continue;
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows.filter((fields) => fields.some((field) => field.trim() !== ""));
}

/** A leading apostrophe stops spreadsheets from evaluating a field as a formula. Reading removes it again. */
const escapeFormula = (field: string) => (/^[=+\-@\t]/.test(field) ? `'${field}` : field);
const unescapeFormula = (field: string) => field.replace(/^'(?=[=+\-@\t])/, "");

function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** One CSV row per SKU, without the header. */
export function formatCsvRows(skus: readonly Sku[]): string {
  const line = (sku: Sku) => FIELDS.map((field) => quote(escapeFormula(String(sku[field] ?? "")))).join(",");
  return skus.map((sku) => `${line(sku)}\r\n`).join("");
}

export interface RowError {
  /** row of the table; the header is 1 */
  line: number;
  field: string;
  message: string;
}

/** The SKUs in a CSV table, the fields that it has a column for, and its errors by line and column. */
export function parseSkuTable(text: string): { skus: Sku[]; fields: ReadonlySet<string>; errors: RowError[] } {
  const [header = [], ...rows] = parseCsv(text);
  const names = header.map((name) => name.trim().toLowerCase());
  const errors: RowError[] = names
    .filter((name) => !CSV_COLUMNS.includes(name))
    .map((field) => ({ line: 1, field, message: `is not a column; the columns are ${CSV_COLUMNS.join(", ")}` }));
  const skus = new Map<string, Sku>();
  const fields = names.map((name) => FIELDS[CSV_COLUMNS.indexOf(name)] ?? name);
  rows.forEach((cells, i) => {
    const line = i + 2;
    const record = Object.fromEntries(fields.map((field, at) => [field, unescapeFormula(cells[at] ?? "")]));
    // An empty picture means the default one. Any other empty cell is an empty value.
    if (record.image === "") delete record.image;
    const parsed = createSkuForm.safeParse(record);
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues) {
        const field = FIELDS.find((name) => name === path[0]);
        errors.push({ line, field: field ? COLUMNS[field] : path.join("."), message });
      }
    } else if (skus.has(parsed.data.id)) {
      errors.push({ line, field: "id", message: "appears twice in the table" });
    } else skus.set(parsed.data.id, parsed.data);
  });
  return { skus: [...skus.values()], fields: new Set(fields), errors };
}
