import { z } from "zod";
import { createSkuBody, createSkuCells, type Sku, type SkuEdit } from "#lib/sku/schema.ts";
import { COLUMNS, FIELDS, unescapeFormula } from "./csv.ts";
import { type RowError, STOCK_CHANGE, type Table, type TableRow } from "./read-table.ts";

/** A field that an import changes. */
export interface FieldChange {
  line: number;
  id: string;
  /** column */
  field: string;
  before: string;
  after: string;
}

/** What an import does with one row. */
export type Step =
  | { kind: "create"; sku: Sku }
  | { kind: "change"; id: string; edit: SkuEdit; stockChange: number; changes: FieldChange[] }
  | { kind: "same" };

export interface Plan {
  steps: Step[];
  errors: RowError[];
  /** rows whose stock differs from that of the store, which was left alone */
  stockLeft: number;
}

/** A row whose cells were read as values; what is wrong is among the errors. */
export interface ReadRow {
  line: number;
  id: string;
  values: Partial<Omit<Sku, "id">>;
  stockChange: number;
}

const FIELD_OF = new Map(FIELDS.map((field) => [COLUMNS[field], field]));
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

/** Reads the cells of a row. An empty picture means the default one; any other empty cell is an empty value. */
export function readRow({ line, cells }: TableRow, table: Table): { row: ReadRow; errors: RowError[] } {
  const row: ReadRow = { line, id: "", values: {}, stockChange: 0 };
  const errors: RowError[] = [];
  for (const [i, column] of table.columns.entries()) {
    const cell = unescapeFormula(cells[i] ?? "");
    const field = FIELD_OF.get(column);
    const shown = column === COLUMNS.price && table.decimalComma ? withPoint(cell) : cell;
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

/** What has to be given to create a SKU. */
const NEEDED = ["name", "price", "category"] as const;

function planCreation({ line, id, values, stockChange }: ReadRow, hasStock: boolean): Step | RowError[] {
  const missing: string[] = NEEDED.filter((field) => values[field] === undefined);
  if (!hasStock) missing.push("stock");
  if (missing.length > 0) return missing.map((field) => ({ line, field, message: "is needed, because the id is new" }));
  const stock = (values.stock ?? 0) + stockChange;
  const sku = createSkuBody.safeParse({ ...values, id, stock });
  if (sku.success) return { kind: "create", sku: sku.data };
  return sku.error.issues.map(({ path, message }) => ({ line, field: path.join("."), message }));
}

function planChange({ line, id, values, stockChange }: ReadRow, before: Sku, setStock: boolean): Step | RowError[] {
  const { stock, ...rest } = values;
  const edit: SkuEdit = { ...rest, ...(setStock && stock !== undefined && { stock }) };
  if (before.stock + stockChange < 0)
    return [{ line, field: STOCK_CHANGE, message: `must not take more than the ${before.stock} in stock` }];
  const changes = FIELDS.flatMap((field): FieldChange[] => {
    const after = field === "id" ? undefined : edit[field];
    if (after === undefined || after === before[field]) return [];
    return [{ line, id, field: COLUMNS[field], before: String(before[field] ?? ""), after: String(after ?? "") }];
  });
  if (stockChange !== 0) {
    const after = String(before.stock + stockChange);
    changes.push({ line, id, field: COLUMNS.stock, before: String(before.stock), after });
  }
  return changes.length === 0 ? { kind: "same" } : { kind: "change", id, edit, stockChange, changes };
}

/**
 * Decides what an import does. A SKU that exists keeps its stock, unless `setStock`: a table that was exported before a
 * sale would undo the sale. The column `stock_change` adds to it or takes from it.
 */
export function planImport(
  table: Table,
  found: ReadonlyMap<string, Sku>,
  rows: readonly ReadRow[],
  setStock: boolean,
): Plan {
  const hasStock = table.columns.includes(COLUMNS.stock) || table.columns.includes(STOCK_CHANGE);
  const plan: Plan = { steps: [], errors: [], stockLeft: 0 };
  const seen = new Map<string, number>();
  for (const row of rows) {
    const earlier = seen.get(row.id);
    seen.set(row.id, row.line);
    if (earlier !== undefined) {
      plan.errors.push({ line: row.line, field: COLUMNS.id, message: `is in line ${earlier} already` });
      continue;
    }
    const before = found.get(row.id);
    const step = before ? planChange(row, before, setStock) : planCreation(row, hasStock);
    if (Array.isArray(step)) plan.errors.push(...step);
    else plan.steps.push(step);
    if (before && !setStock && row.values.stock !== undefined && row.values.stock !== before.stock) plan.stockLeft++;
  }
  return plan;
}
