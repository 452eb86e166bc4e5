import type { Sku } from "#lib/sku/schema.ts";
import { getSkus } from "#lib/sku/store.ts";
import { parseSkuTable, type RowError } from "./csv.ts";
import { createSku, editSku } from "./edit.ts";

/** Most rows in one import; a larger table is imported in parts. */
export const MAX_ROWS = 2000;
const CONCURRENCY = 20;

export interface ImportResult {
  created: number;
  changed: number;
  /** SKUs that are already in the catalogue with these values */
  same: number;
  errors: RowError[];
}

/**
 * Imports the SKUs of a CSV table: creates new ones and changes existing ones. Nothing is written when the table has an
 * error. Idempotent, so an interrupted import can be repeated.
 * @param dryRun only counts what would change
 */
export async function importSkus(text: string, dryRun: boolean): Promise<ImportResult> {
  const { skus, fields, errors } = parseSkuTable(text);
  if (skus.length > MAX_ROWS)
    errors.push({ line: MAX_ROWS + 2, field: "id", message: `is past the limit of ${MAX_ROWS} rows` });
  const result: ImportResult = { created: 0, changed: 0, same: 0, errors };
  if (errors.length > 0) return result;
  for (let i = 0; i < skus.length; i += CONCURRENCY) {
    const batch = skus.slice(i, i + CONCURRENCY);
    const found = new Map((await getSkus(batch.map(({ id }) => id))).map((sku) => [sku.id, sku]));
    await Promise.all(
      batch.map(async (sku) => {
        const before = found.get(sku.id);
        // Fields whose column is not in the table stay unchanged.
        const edit = Object.fromEntries(Object.entries(sku).filter(([name]) => name !== "id" && fields.has(name)));
        const same =
          before && Object.entries({ ...before, ...edit }).every(([name, v]) => v === before[name as keyof Sku]);
        const outcome = !before ? "created" : same ? "same" : "changed";
        result[outcome]++;
        if (dryRun || outcome === "same") return;
        // Another process may have created or removed it since it was read.
        const done = before ? await editSku(sku.id, edit) : await createSku(sku);
        if (!done.ok) await (before ? createSku(sku) : editSku(sku.id, edit));
      }),
    );
  }
  return result;
}
