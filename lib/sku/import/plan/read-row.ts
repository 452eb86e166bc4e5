import { z } from "zod";
import { type Cells, IMPORT_COLUMNS, type ImportColumn } from "#lib/sku/import/formats/columns.ts";
import { COLUMNS, FIELDS } from "#lib/sku/import/table/csv.ts";
import type { RowError } from "#lib/sku/import/table/row-error.ts";
import { createSkuCells, type Sku } from "#lib/sku/schema.ts";

/** A row whose cells were read as values. */
export interface ReadRow {
  line: number;
  id: string;
  values: Partial<Omit<Sku, "id">>;
  /** undefined without such a column */
  stockChange?: number;
}

const FIELD_OF = new Map<ImportColumn, keyof Sku>(
  FIELDS.flatMap((field) => {
    const column = IMPORT_COLUMNS.find((name) => name === COLUMNS[field]);
    return column ? [[column, field]] : [];
  }),
);
const stockChange = z
  .string()
  .trim()
  .regex(/^[+-]?\d{1,8}$/, "must be a whole number, such as 5 or -2")
  .transform(Number)
  .or(z.literal("").transform(() => 0));
const { shape } = createSkuCells;

/** A price as a European spreadsheet writes it, "1.299,50", as the store does. */
const withPoint = (cell: string) =>
  /^\s*\d{1,3}(\.\d{3})*,\d{1,2}\s*$|^\s*\d+,\d{1,2}\s*$/.test(cell)
    ? cell.replaceAll(".", "").replace(",", ".")
    : cell;

/**
 * Reads the cells of a row. An empty picture means the default one; any other empty cell is an empty value.
 * @param decimalComma whether a comma may be the decimal point of a price
 */
export function readRow(line: number, cells: Cells, decimalComma: boolean): { row: ReadRow; errors: RowError[] } {
  const row: ReadRow = { line, id: "", values: {} };
  const errors: RowError[] = [];
  for (const column of IMPORT_COLUMNS) {
    const cell = cells[column];
    if (cell === undefined) continue;
    const field = FIELD_OF.get(column);
    const shown = field === "price" && decimalComma ? withPoint(cell) : cell;
    const read = field
      ? shape[field].safeParse(field === "image" && cell === "" ? undefined : shown)
      : stockChange.safeParse(cell);
    if (!read.success) {
      for (const { message } of read.error.issues) errors.push({ line, field: column, message });
    } else if (field === "id") row.id = String(read.data);
    else if (field) Object.assign(row.values, { [field]: read.data });
    else row.stockChange = Number(read.data);
  }
  return { row, errors };
}
