import { createSkuForm, type Sku } from "#lib/sku/schema.ts";

/** The catalogue as a table: RFC 4180, with these columns in any order. */
export const COLUMNS = ["id", "name", "price", "stock", "category", "brand", "description", "image"] as const;

/** The fields of each line. A quoted field may hold commas, line breaks and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A field, and the comma, line break or end of text after it.
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

/** What a spreadsheet would run as a formula is kept from it by an apostrophe, which reading takes off again. */
const disarm = (field: string) => (/^[=+\-@\t]/.test(field) ? `'${field}` : field);
const rearm = (field: string) => field.replace(/^'(?=[=+\-@\t])/, "");

function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** One line of the table for each SKU, without the header. */
export function formatRows(skus: readonly Sku[]): string {
  const line = (sku: Sku) => COLUMNS.map((column) => quote(disarm(String(sku[column])))).join(",");
  return skus.map((sku) => `${line(sku)}\r\n`).join("");
}

export interface RowError {
  /** line of the table; the header is 1 */
  line: number;
  field: string;
  message: string;
}

/** The SKUs of a table with the columns that it has, and what is wrong with it by line and field. */
export function readTable(text: string): { skus: Sku[]; columns: ReadonlySet<string>; errors: RowError[] } {
  const [header = [], ...rows] = parseCsv(text);
  const names = header.map((name) => name.trim().toLowerCase());
  const known = new Set<string>(COLUMNS);
  const errors: RowError[] = names
    .filter((name) => !known.has(name))
    .map((field) => ({ line: 1, field, message: `is no column; there are ${COLUMNS.join(", ")}` }));
  const skus = new Map<string, Sku>();
  rows.forEach((fields, i) => {
    const line = i + 2;
    const record = Object.fromEntries(names.map((name, at) => [name, rearm(fields[at] ?? "")]));
    // No picture is the default one; every other empty cell means what it says.
    for (const name of names) if (record[name] === "" && name === "image") delete record[name];
    const parsed = createSkuForm.safeParse(record);
    if (!parsed.success) {
      for (const issue of parsed.error.issues)
        errors.push({ line, field: issue.path.join("."), message: issue.message });
    } else if (skus.has(parsed.data.id)) {
      errors.push({ line, field: "id", message: "stands in the table twice" });
    } else skus.set(parsed.data.id, parsed.data);
  });
  return { skus: [...skus.values()], columns: new Set(names), errors };
}
