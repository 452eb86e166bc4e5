import { NO_CATEGORY } from "#lib/sku/categories.ts";
import { applySteps } from "./apply.ts";
import type { Mapping } from "./formats/columns.ts";
import type { FormatId } from "./formats/format.ts";
import { Notes } from "./formats/notes.ts";
import { formats, knownNames, recognizeFormat, suggestMapping } from "./formats/recognize.ts";
import { SourceTable } from "./formats/source-table.ts";
import { type FieldChange, STOCK_CHANGE } from "./plan/plan.ts";
import { Planner } from "./plan/plan-table.ts";
import { type ImportChoices, MAX_ROWS } from "./schema.ts";
import { CSV_COLUMNS } from "./table/csv.ts";
import { decodeTable } from "./table/decode.ts";
import { openTable, type TableHeader } from "./table/open-table.ts";
import { type RowError, RowErrors } from "./table/row-error.ts";

/** Errors that are reported; the others are counted. */
export const MAX_ERRORS = 100;

export interface ImportOptions extends Partial<ImportChoices> {
  /** only says what would change */
  dryRun: boolean;
  /** whether a stock in the table is set for SKUs that exist, overwriting what was sold since */
  setStock: boolean;
  /** an id under which the changes of stocks count once, however often the import is sent; "" for none */
  operation: string;
  /** recognized by the header if left out */
  format?: FormatId | undefined;
  /** that of the format if left out; then every column of the store's own table has to be known */
  mapping?: Mapping | undefined;
}

/** How far an import has come. */
export interface ImportProgress {
  phase: "reading" | "writing";
  /** rows of the file, or SKUs that are written */
  done: number;
  /** null while it is not known */
  total: number | null;
  created: number;
  changed: number;
}

export interface ImportResult {
  format: FormatId;
  created: number;
  changed: number;
  /** SKUs that are already in the catalogue with these values */
  same: number;
  /** the first ones by line */
  errors: RowError[];
  errorCount: number;
  /** the first fields that were changed, or would be, in the order of the table */
  changes: FieldChange[];
  changeCount: number;
  /** SKUs whose stock in the table differs and was left alone */
  stockLeft: number;
  /** sentences on what was left out, changed or assumed */
  notes: string[];
  /** whether it was stopped before its end; what was written until then stays */
  cancelled: boolean;
}

/** Told about the progress between batches; false stops the import. */
export type Proceed = (progress: ImportProgress) => boolean | Promise<boolean>;

const NEEDS_NO_ID: readonly FormatId[] = ["shopify", "medusa"];

/** What is wrong with the header of the store's own table. */
function ownHeaderErrors({ line, columns }: TableHeader): RowError[] {
  const known = [...CSV_COLUMNS, STOCK_CHANGE];
  const names = columns.map((name) => name.toLowerCase());
  const wanted = CSV_COLUMNS.join(",");
  if (!names.some((name) => known.includes(name))) {
    const message = `The first line has to name the columns, such as ${wanted}; commas, semicolons or tabs between them`;
    return [{ line, field: "", message }];
  }
  const message = `is not a column; the columns are ${CSV_COLUMNS.join(", ")} and ${STOCK_CHANGE}`;
  return columns.filter((name) => !known.includes(name.toLowerCase())).map((field) => ({ line, field, message }));
}

function headerErrors(header: TableHeader, format: FormatId, options: ImportOptions, mapping: Mapping): RowError[] {
  const { line } = header;
  if ((format === "own" || format === "other") && !options.mapping) {
    const errors = ownHeaderErrors(header);
    if (errors.length > 0) return errors;
  }
  if (mapping.id === undefined && !NEEDS_NO_ID.includes(format))
    return [{ line, field: "id", message: "is the column that is needed" }];
  if (options.setStock && mapping.stock !== undefined && mapping.stock_change !== undefined)
    return [{ line, field: STOCK_CHANGE, message: "can't be combined with setting the stock" }];
  return [];
}

/** Reads a whole table and plans what to do. @returns false when it was stopped */
async function planTable(
  rows: AsyncIterable<{ line: number; cells: string[]; problem?: string }[]>,
  source: SourceTable,
  planner: Planner,
  errors: RowErrors,
  proceed: Proceed,
): Promise<boolean> {
  let read = 0;
  for await (const batch of rows) {
    for (const row of batch) {
      if (++read > MAX_ROWS) {
        const message = `This is past the limit of ${MAX_ROWS.toLocaleString("en-US")} rows`;
        errors.add({ line: row.line, field: "", message });
        return true;
      }
      if (row.problem) errors.add({ line: row.line, field: "", message: row.problem });
      else await planner.add(source.read(row));
    }
    if (!(await proceed({ phase: "reading", done: read, total: null, created: 0, changed: 0 }))) return false;
  }
  await planner.add(source.end());
  await planner.flush();
  return true;
}

/**
 * Imports the SKUs of a CSV table, the store's own or that of another shop: creates new ones, and changes of existing ones
 * the fields that have a column. Nothing is written when the table has an error. An interrupted import can be repeated.
 * @throws RedisUnavailableError when Redis is away for 20 s
 */
export async function importSkus(
  bytes: Buffer,
  options: ImportOptions,
  proceed: Proceed = () => true,
): Promise<ImportResult> {
  const errors = new RowErrors(MAX_ERRORS);
  const notes = new Notes();
  const { categoryLevel = "last", missingCategory: category = NO_CATEGORY, missingStock: stock = 0 } = options;
  const result = (format: FormatId, rest: Partial<ImportResult> = {}): ImportResult => ({
    ...{ format, created: 0, changed: 0, same: 0, changes: [], changeCount: 0, stockLeft: 0, cancelled: false },
    ...{ errors: errors.first, errorCount: errors.count, notes: notes.sentences, ...rest },
  });
  const decoded = decodeTable(bytes);
  const opened = decoded.ok ? await openTable(decoded.utf8, knownNames) : decoded;
  if (!opened.ok) {
    errors.add(opened.error);
    return result(options.format ?? "own");
  }
  const { header } = opened;
  const recognized = options.format ?? recognizeFormat(header.columns);
  // Without a mapping by hand, a table of no known shop has to be one of this store.
  const format = recognized === "other" && !options.mapping ? "own" : recognized;
  const mapping = options.mapping ?? suggestMapping(format, header.columns);
  errors.add(...opened.errors, ...headerErrors(header, format, options, mapping));
  if (errors.count > 0) return result(format);
  const planner = new Planner(
    {
      ...{ setStock: options.setStock, operation: options.operation, decimalComma: header.decimalComma },
      defaults: format === "own" ? null : { category, stock },
    },
    notes,
    errors,
  );
  const source = new SourceTable(header.columns, format, mapping, categoryLevel, notes);
  const isPlanned = await planTable(opened.rows, source, planner, errors, proceed);
  if (!isPlanned || errors.count > 0) return result(format, { cancelled: !isPlanned });
  const report = { ...planner.counts, changes: planner.changes };
  if (options.dryRun) return result(format, report);
  const total = planner.steps.length;
  const written = await applySteps(planner.steps, options.operation, ({ created, changed }) =>
    proceed({ phase: "writing", done: created + changed, total, created, changed }),
  );
  errors.add(...written.errors);
  const { created, changed } = written;
  return result(format, { ...report, created, changed, cancelled: created + changed < total });
}

/** The name of a format, for people. */
export const nameOfFormat = (format: FormatId) => formats[format].name;
