import { createSku, editSku, restockSku } from "#lib/sku/edit/edit.ts";
import { findMissingPictures, NO_PICTURE } from "#lib/sku/picture/uses.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { getSkus } from "#lib/sku/store.ts";
import { COLUMNS } from "./csv.ts";
import type { DecodedTable } from "./decode.ts";
import { type FieldChange, planImport, type ReadRow, readRow, type Step } from "./plan.ts";
import { type RowError, readTable, STOCK_CHANGE } from "./read-table.ts";

/** Most rows in one import; a larger table is imported in parts. */
export const MAX_ROWS = 2000;
const CONCURRENCY = 20;

export interface ImportOptions {
  /** only says what would change */
  dryRun: boolean;
  /** whether a stock in the table is set for SKUs that exist, overwriting what was sold since */
  setStock: boolean;
  /** an id under which the changes of stocks count once, however often the import is sent; "" for none */
  operation: string;
}

export interface ImportResult {
  created: number;
  changed: number;
  /** SKUs that are already in the catalogue with these values */
  same: number;
  errors: RowError[];
  /** each field that was changed, or would be, in the order of the table */
  changes: FieldChange[];
  /** SKUs whose stock in the table differs and was left alone */
  stockLeft: number;
}

const NOTHING = { created: 0, changed: 0, same: 0, changes: [], stockLeft: 0 };

/** Carries a step out. @returns an error when the stock has become too small meanwhile */
async function apply(step: Step, operation: string): Promise<RowError[]> {
  if (step.kind === "same") return [];
  if (step.kind === "create") {
    const { id, stock, ...edit } = step.sku;
    const pictureGone = { line: 0, field: COLUMNS.image, message: `was removed meanwhile; ${id} was not created` };
    const created = await createSku(step.sku);
    // Another process may have created it since it was read; then its stock is left alone.
    const written = !created.ok && created.reason === "exists" ? await editSku(id, edit) : created;
    return !written.ok && written.reason === "no-picture" ? [pictureGone] : [];
  }
  const { id, edit, stockChange, changes } = step;
  const edited = Object.keys(edit).length > 0 ? await editSku(id, edit) : null;
  if (edited?.ok === false && edited.reason === "no-picture")
    return [{ line: changes[0]?.line ?? 0, field: COLUMNS.image, message: "was removed meanwhile" }];
  if (stockChange === 0) return [];
  const restocked = await restockSku(id, stockChange, operation);
  if (restocked.ok) return [];
  const message = "was not changed: the SKU has been sold or removed meanwhile";
  return [{ line: changes[0]?.line ?? 0, field: STOCK_CHANGE, message }];
}

/**
 * Imports the SKUs of a CSV table: creates new ones, and changes of existing ones the fields that have a column.
 * Nothing is written when the table has an error. An interrupted import can be repeated.
 */
export async function importSkus(
  decoded: DecodedTable,
  { dryRun, setStock, operation }: ImportOptions,
): Promise<ImportResult> {
  if (!decoded.ok) return { ...NOTHING, errors: [decoded.error] };
  const table = readTable(decoded.text);
  const errors = [...table.errors];
  if (errors.length === 0 && !table.columns.includes(COLUMNS.id))
    errors.push({ line: 1, field: COLUMNS.id, message: "is the column that is needed" });
  if (setStock && table.columns.includes(COLUMNS.stock) && table.columns.includes(STOCK_CHANGE))
    errors.push({ line: 1, field: STOCK_CHANGE, message: "can't be combined with setting the stock" });
  if (table.rows.length > MAX_ROWS)
    errors.push({
      line: table.rows[MAX_ROWS]?.line ?? 0,
      field: "",
      message: `This is past the limit of ${MAX_ROWS} rows`,
    });
  const result: ImportResult = { ...NOTHING, errors };
  // What is wrong with the header is wrong with every row.
  if (errors.some(({ line }) => line <= 1) || table.rows.length > MAX_ROWS) return result;
  const rows: ReadRow[] = [];
  for (const cells of table.rows) {
    const read = readRow(cells, table);
    if (read.errors.length === 0) rows.push(read.row);
    errors.push(...read.errors);
  }
  const found = new Map<string, Sku>();
  for (let i = 0; i < rows.length; i += 500) {
    const batch = await getSkus(rows.slice(i, i + 500).map(({ id }) => id));
    for (const sku of batch) found.set(sku.id, sku);
  }
  // A picture that a SKU has already may be gone: that is no reason to refuse the rest of a table that was exported.
  const newPictures = rows.filter(
    ({ id, values }) => values.image !== undefined && values.image !== found.get(id)?.image,
  );
  const missing = await findMissingPictures(newPictures.map(({ values }) => values.image ?? ""));
  for (const { line, values } of newPictures)
    if (missing.has(values.image ?? "")) errors.push({ line, field: COLUMNS.image, message: NO_PICTURE });
  const plan = planImport(table, found, rows, setStock);
  errors.push(...plan.errors);
  errors.sort((a, b) => a.line - b.line);
  if (errors.length > 0) return result;
  const { steps, stockLeft } = plan;
  const count = (kind: Step["kind"]) => steps.filter((step) => step.kind === kind).length;
  const counts = { created: count("create"), changed: count("change"), same: count("same") };
  const changes = steps.flatMap((step) => (step.kind === "change" ? step.changes : []));
  if (!dryRun) {
    for (let i = 0; i < steps.length; i += CONCURRENCY) {
      const failed = await Promise.all(steps.slice(i, i + CONCURRENCY).map((step) => apply(step, operation)));
      errors.push(...failed.flat());
    }
  }
  return { ...counts, errors, changes, stockLeft };
}
