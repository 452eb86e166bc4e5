import type { Cells, ImportColumn } from "./columns.ts";
import type { Notes } from "./notes.ts";
import type { SourceColumns, SourceRow } from "./source-row.ts";

export const FORMAT_IDS = ["own", "shopify", "woocommerce", "magento", "medusa", "google", "other"] as const;
export type FormatId = (typeof FORMAT_IDS)[number];

/** A row of the store's own table, made from one or more of a file. */
export interface Draft {
  line: number;
  cells: Cells;
}

/** Turns the rows of a file into those of the store's own table. It remembers what belongs together. */
export interface RowReader {
  read(row: SourceRow): Draft[];
  /** Rows that had to wait for a later one. */
  end(): Draft[];
}

/** A kind of table that another shop exports. */
export interface Format {
  name: string;
  /** whether an apostrophe before the beginning of a formula was added by the export */
  escapesFormulas?: boolean;
  /** lower-case names that its header has; one of each list */
  signature: readonly (readonly string[])[];
  /** for columns of the store, those of the file in order of preference */
  columns: Partial<Record<ImportColumn, readonly RegExp[]>>;
  /** further columns that are read */
  reads: RegExp;
  /** columns with addresses of pictures */
  pictures: RegExp;
  makeReader(columns: SourceColumns, notes: Notes): RowReader;
}

/** Counts the pictures of a row; a cell may have several, separated by commas. */
export function countPictures(row: SourceRow, columns: readonly string[], notes: Notes): void {
  const all = columns.flatMap((column) => row.cell(column).split(/[,|]\s*/));
  notes.add("pictures", "", new Set(all.filter((address) => address.trim() !== "")).size);
}

/** The name of a variant: that of the product and its options. */
export function nameOfVariant(name: string, options: readonly string[]): string {
  return options.length > 0 ? `${name} - ${options.join(", ")}` : name;
}

/** Whether a cell says no; an empty one does not. */
export const saysNo = (cell: string) => /^(0|-1|no|n|false|disabled)$/i.test(cell);

/** The cells of the columns that are mapped, as they are. */
export function mappedCells(row: SourceRow, columns: readonly ImportColumn[]): Cells {
  const cells: Cells = {};
  for (const column of columns) {
    const cell = row.mapped(column);
    if (cell !== undefined) cells[column] = cell;
  }
  return cells;
}
