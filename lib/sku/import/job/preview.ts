import type { Cells } from "#lib/sku/import/formats/columns.ts";
import { Notes } from "#lib/sku/import/formats/notes.ts";
import { SourceTable } from "#lib/sku/import/formats/source-table.ts";
import { readRow } from "#lib/sku/import/plan/read-row.ts";
import type { JobChoices, JobTable } from "./job.ts";

/** A SKU as it would become, and what is wrong with it. */
export interface PreviewRow {
  line: number;
  cells: Cells;
  errors: string[];
}

export interface Preview {
  rows: PreviewRow[];
  /** columns of the file that are not read */
  leftOut: string[];
}

/** The first SKUs of a table as they would become. @param most how many */
export function previewTable(
  table: JobTable,
  { mapping, categoryLevel, ...defaults }: JobChoices,
  most: number,
): Preview {
  const source = new SourceTable(table.columns, table.format, mapping, categoryLevel, new Notes());
  const { leftOut } = source;
  const isForeign = table.format !== "own";
  const rows: PreviewRow[] = [];
  const drafts = [...table.sample.flatMap((row) => (row.problem ? [] : source.read(row))), ...source.end()];
  for (const { line, cells } of drafts.slice(0, most)) {
    const { row, errors } = readRow(line, cells, table.decimalComma);
    const shown = { ...cells };
    if (row.values.price !== undefined) shown.price = row.values.price;
    if (isForeign) shown.category ??= defaults.missingCategory;
    if (isForeign) shown.stock ??= String(defaults.missingStock);
    rows.push({ line, cells: shown, errors: errors.map(({ field, message }) => `${field} ${message}`) });
  }
  return { rows, leftOut };
}
