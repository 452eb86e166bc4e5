import { z } from "zod";
import { NO_CATEGORY } from "#lib/sku/categories.ts";
import { categorySlug, MAX_STOCK } from "#lib/sku/schema.ts";
import { wholeNumber } from "#lib/validation.ts";
import { FORMAT_IDS } from "./formats/format.ts";
import { CATEGORY_LEVELS } from "./formats/normalize.ts";

/**
 * The largest table, in bytes: what 200,000 rows with a paragraph of description take. In memory a table takes up to ten
 * times its size while it is read, in one thread at a time.
 */
export const MAX_TABLE_BYTES = 64 * 1024 * 1024;
/** The largest form with a table, in bytes. */
export const MAX_UPLOAD_BYTES = MAX_TABLE_BYTES + 64 * 1024;
/** Most rows in one import; a larger table is imported in parts. */
export const MAX_ROWS = 200_000;

const flag = z
  .enum(["", "0", "1", "true", "false"])
  .default("0")
  .transform((text) => text === "" || text === "1" || text === "true");

/** What is decided about a table of another shop. */
export const importChoices = z.object({
  categoryLevel: z.enum(CATEGORY_LEVELS).default("last"),
  missingCategory: categorySlug.default(NO_CATEGORY),
  missingStock: wholeNumber(0, MAX_STOCK).default(0),
});
export type ImportChoices = z.output<typeof importChoices>;

/** Query of POST /api/admin/skus/import. */
export const importQuery = z.object({
  dryRun: flag,
  setStock: flag,
  format: z.enum(FORMAT_IDS).exclude(["other"]).optional(),
  ...importChoices.shape,
});
