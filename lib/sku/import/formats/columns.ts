import { z } from "zod";

/** The columns of the store's own table; any other file is read as if it had some of them. */
export const IMPORT_COLUMNS = [
  ...(["id", "name", "price", "stock", "stock_change", "category"] as const),
  ...(["brand", "description", "image", "purchase_limit"] as const),
] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];

/** Column of the store → name of the column of the file from which it is read. */
export const mapping = z.partialRecord(z.enum(IMPORT_COLUMNS), z.string().min(1).max(500));
export type Mapping = z.output<typeof mapping>;

/** Cells by column of the store. */
export type Cells = Partial<Record<ImportColumn, string>>;
