import type { Sku } from "#lib/sku/schema.ts";
import { getSkus } from "#lib/sku/store.ts";
import { type RowError, readTable } from "./csv.ts";
import { createSku, editSku } from "./edit.ts";

/** A table may have so many lines; more are imported in parts. */
export const MAX_ROWS = 2000;
const AT_ONCE = 20;

export interface ImportResult {
  created: number;
  changed: number;
  /** as they stand in the catalogue already */
  same: number;
  errors: RowError[];
}

/**
 * Brings SKUs of a table into the catalogue: new ones are created, others changed. A table with an error changes
 * nothing. Idempotent, so one that was interrupted is simply imported again.
 * @param dryRun only says what would happen
 */
export async function importSkus(text: string, dryRun: boolean): Promise<ImportResult> {
  const { skus, columns, errors } = readTable(text);
  if (skus.length > MAX_ROWS) errors.push({ line: MAX_ROWS + 2, field: "id", message: `is beyond ${MAX_ROWS} lines` });
  const result: ImportResult = { created: 0, changed: 0, same: 0, errors };
  if (errors.length > 0) return result;
  for (let i = 0; i < skus.length; i += AT_ONCE) {
    const batch = skus.slice(i, i + AT_ONCE);
    const found = new Map((await getSkus(batch.map(({ id }) => id))).map((sku) => [sku.id, sku]));
    await Promise.all(
      batch.map(async (sku) => {
        const before = found.get(sku.id);
        // Columns that the table does not have stay as they are.
        const edit = Object.fromEntries(Object.entries(sku).filter(([name]) => name !== "id" && columns.has(name)));
        const same =
          before && Object.entries({ ...before, ...edit }).every(([name, v]) => v === before[name as keyof Sku]);
        const what = !before ? "created" : same ? "same" : "changed";
        result[what]++;
        if (dryRun || what === "same") return;
        // Somebody else may have created or removed it since we looked.
        const done = before ? await editSku(sku.id, edit) : await createSku(sku);
        if (!done.ok) await (before ? createSku(sku) : editSku(sku.id, edit));
      }),
    );
  }
  return result;
}
