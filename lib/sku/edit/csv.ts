import { createSkuForm, type Sku } from "#lib/sku/schema.ts";

/** Columns of the catalogue as CSV (RFC 4180); a file may have them in any order. */
export const CSV_COLUMNS = ["id", "name", "price", "stock", "category", "brand", "description", "image"] as const;

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
  const line = (sku: Sku) => CSV_COLUMNS.map((column) => quote(escapeFormula(String(sku[column])))).join(",");
  return skus.map((sku) => `${line(sku)}\r\n`).join("");
}

export interface RowError {
  /** row of the table; the header is 1 */
  line: number;
  field: string;
  message: string;
}

/** The SKUs in a CSV table, the columns it has, and its errors by line and field. */
export function parseSkuTable(text: string): { skus: Sku[]; columns: ReadonlySet<string>; errors: RowError[] } {
  const [header = [], ...rows] = parseCsv(text);
  const names = header.map((name) => name.trim().toLowerCase());
  const known = new Set<string>(CSV_COLUMNS);
  const errors: RowError[] = names
    .filter((name) => !known.has(name))
    .map((field) => ({ line: 1, field, message: `is not a column; the columns are ${CSV_COLUMNS.join(", ")}` }));
  const skus = new Map<string, Sku>();
  rows.forEach((fields, i) => {
    const line = i + 2;
    const record = Object.fromEntries(names.map((name, at) => [name, unescapeFormula(fields[at] ?? "")]));
    // An empty picture means the default one. Any other empty cell is an empty value.
    for (const name of names) if (record[name] === "" && name === "image") delete record[name];
    const parsed = createSkuForm.safeParse(record);
    if (!parsed.success) {
      for (const issue of parsed.error.issues)
        errors.push({ line, field: issue.path.join("."), message: issue.message });
    } else if (skus.has(parsed.data.id)) {
      errors.push({ line, field: "id", message: "appears twice in the table" });
    } else skus.set(parsed.data.id, parsed.data);
  });
  return { skus: [...skus.values()], columns: new Set(names), errors };
}
