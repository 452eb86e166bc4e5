import { z } from "zod";
import { COLUMNS, FIELDS } from "#lib/sku/import/table/csv.ts";
import type { RowError } from "#lib/sku/import/table/row-error.ts";
import { createSkuBody, type Sku, type SkuEdit } from "#lib/sku/schema.ts";
import type { ReadRow } from "./read-row.ts";

/** A column of the store's table that is no field of a SKU: what is added to the stock, or taken from it. */
export const STOCK_CHANGE = "stock_change";

/** A field that an import changes; `field` is its column. */
export const fieldChange = z.object({
  ...{ line: z.number(), id: z.string(), field: z.string(), before: z.string(), after: z.string() },
});
export type FieldChange = z.output<typeof fieldChange>;

/** What an import does with one row. */
export type Step =
  | { kind: "create"; line: number; sku: Sku }
  | { kind: "change"; line: number; id: string; edit: SkuEdit; stockChange: number; changes: FieldChange[] }
  | { kind: "same" };

export interface PlanOptions {
  /** whether a stock in the table is set for SKUs that exist, overwriting what was sold since */
  setStock: boolean;
  /** what new SKUs have where the table says nothing; without it that is an error */
  defaults: { category: string; stock: number } | null;
  /** told when a default was used */
  onDefault(field: "category" | "stock"): void;
}

/** What has to be given to create a SKU. */
const NEEDED = ["name", "price", "category", "stock"] as const;

function planCreation({ line, id, values, stockChange }: ReadRow, { defaults, onDefault }: PlanOptions) {
  const given = { ...values };
  if (stockChange !== undefined) given.stock = (values.stock ?? 0) + stockChange;
  for (const field of ["category", "stock"] as const) {
    if (given[field] !== undefined || !defaults) continue;
    Object.assign(given, { [field]: defaults[field] });
    onDefault(field);
  }
  const missing = NEEDED.filter((field) => given[field] === undefined);
  if (missing.length > 0) return missing.map((field) => ({ line, field, message: "is needed, because the id is new" }));
  const sku = createSkuBody.safeParse({ ...given, id });
  if (sku.success) return { kind: "create", line, sku: sku.data } as const;
  return sku.error.issues.map(({ path, message }) => ({ line, field: path.join("."), message }));
}

/** What changes of a SKU, by column. */
export function changesOf(line: number, before: Sku, edit: SkuEdit, stockChange: number): FieldChange[] {
  const { id } = before;
  const changes = FIELDS.flatMap((field): FieldChange[] => {
    const after = field === "id" ? undefined : edit[field];
    if (after === undefined || after === before[field]) return [];
    return [{ line, id, field: COLUMNS[field], before: String(before[field] ?? ""), after: String(after ?? "") }];
  });
  if (stockChange !== 0) {
    const after = String(before.stock + stockChange);
    changes.push({ line, id, field: COLUMNS.stock, before: String(before.stock), after });
  }
  return changes;
}

function planChange({ line, id, values, stockChange = 0 }: ReadRow, before: Sku, setStock: boolean): Step | RowError[] {
  const { stock, ...rest } = values;
  const edit: SkuEdit = { ...rest, ...(setStock && stock !== undefined && { stock }) };
  if (before.stock + stockChange < 0)
    return [{ line, field: STOCK_CHANGE, message: `must not take more than the ${before.stock} in stock` }];
  const changes = changesOf(line, before, edit, stockChange);
  return changes.length === 0 ? { kind: "same" } : { kind: "change", line, id, edit, stockChange, changes };
}

/**
 * Decides what an import does with a row. A SKU that exists keeps its stock, unless `setStock`: a table that was exported
 * before a sale would undo the sale. The column `stock_change` adds to it or takes from it.
 * @param before the SKU as it is now; undefined for a new one
 */
export function planStep(row: ReadRow, before: Sku | undefined, options: PlanOptions): Step | RowError[] {
  return before ? planChange(row, before, options.setStock) : planCreation(row, options);
}

/** Whether the stock of a SKU differs from that of the table and is left alone. */
export const leavesStock = ({ values }: ReadRow, before: Sku | undefined, setStock: boolean) =>
  before !== undefined && !setStock && values.stock !== undefined && values.stock !== before.stock;
