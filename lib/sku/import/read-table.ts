import { CsvError, parse } from "csv-parse/sync";
import { z } from "zod";
import { CSV_COLUMNS } from "./csv.ts";

/** What is wrong with a table, where; `field` is a column, or "" for the row as a whole. */
export interface RowError {
  /** as an editor counts them; that of the header is mostly 1 */
  line: number;
  field: string;
  message: string;
}

export interface TableRow {
  /** where the row begins */
  line: number;
  cells: string[];
}

/** A table as it was read: its columns by lower-case name, and rows with as many cells. */
export interface Table {
  columns: string[];
  rows: TableRow[];
  /** whether a comma may stand for a decimal point, since it separates no cells */
  decimalComma: boolean;
  errors: RowError[];
}

/** A column that is no field of a SKU: what is added to the stock, or taken from it. */
export const STOCK_CHANGE = "stock_change";
const KNOWN = [...CSV_COLUMNS, STOCK_CHANGE];
const SEPARATORS = [",", ";", "\t"];

const parsed = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }), raw: z.string() }),
);

/** Rows with the lines at which they begin; an unclosed quote is an error. */
function parseRows(text: string, delimiter: string, most?: number): (TableRow & { end: number })[] {
  const records = parsed.parse(
    parse(text, {
      ...{ delimiter, info: true, raw: true, record_delimiter: ["\r\n", "\n", "\r"] },
      // A quote within a cell that does not begin with one is part of it: 13" monitor.
      ...{ relax_quotes: true, relax_column_count: true, ...(most && { to: most }) },
    }),
  );
  return records.map(({ record, info, raw }) => {
    const within = raw.replace(/(\r\n|\n|\r)$/, "").match(/\r\n|\n|\r/g)?.length ?? 0;
    return { line: info.lines - within, end: info.lines, cells: record };
  });
}

const isEmpty = (cells: readonly string[]) => cells.every((cell) => cell.trim() === "");
const namesOf = (cells: readonly string[]) => cells.map((cell) => cell.trim().toLowerCase());

/** The separator by which the header has most of the known columns; a tie goes to the comma. */
function findSeparator(text: string): { separator: string; known: number } {
  const [header = ""] = /[^\r\n]*\S[^\r\n]*/.exec(text) ?? [];
  const scores = SEPARATORS.map((separator) => {
    const names = namesOf(header.split(separator).map((name) => name.replace(/^\s*"(.*)"\s*$/, "$1")));
    return { separator, known: names.filter((name) => KNOWN.includes(name)).length };
  });
  return scores.reduce((best, score) => (score.known > best.known ? score : best));
}

const failed = (line: number, message: string): Table => ({
  ...{ columns: [], rows: [], decimalComma: false },
  errors: [{ line, field: "", message }],
});

/** Errors of the header: columns that are unknown, or there twice. */
function headerErrors(line: number, columns: readonly string[]): RowError[] {
  return columns.flatMap((field, i) => {
    if (!KNOWN.includes(field))
      return { line, field, message: `is not a column; the columns are ${CSV_COLUMNS.join(", ")} and ${STOCK_CHANGE}` };
    return columns.indexOf(field) < i ? { line, field, message: "is a column twice" } : [];
  });
}

/**
 * Reads a CSV table (RFC 4180) with any line ending, separated by commas, semicolons or tabs: whichever makes most
 * sense of its header, or what a first line `sep=;` says. Empty rows, and columns without a name and content, are left
 * out. A row with more or fewer cells than there are columns is an error, never shifted or cut.
 */
export function readTable(text: string): Table {
  const [, told, rest] = /^\uFEFF?sep=([^\r\n])(?:\r\n|\n|\r)([\s\S]*)$/i.exec(text) ?? [];
  // The line of `sep=` stays as an empty one, so that lines are counted from the beginning of the file.
  const body = rest === undefined ? text.replace(/^\uFEFF/, "") : `\n${rest}`;
  const found = findSeparator(body);
  const separator = told ?? found.separator;
  if (found.known === 0 && told === undefined)
    return failed(
      1,
      `The first line has to name the columns, such as ${CSV_COLUMNS.join(",")}; commas, semicolons or tabs between them`,
    );
  let all: TableRow[];
  try {
    all = parseRows(body, separator);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const before = z.object({ records: z.number() }).parse(error).records;
    const last = before > 0 ? parseRows(body, separator, before).at(-1) : undefined;
    return failed((last?.end ?? 0) + 1, "A quote that opens in this row is never closed");
  }
  const [header, ...rows] = all.filter(({ cells }) => !isEmpty(cells));
  if (!header) return failed(1, "The table is empty");
  const names = namesOf(header.cells);
  // A spreadsheet leaves empty columns, mostly at the right.
  const kept = names.map((name, i) => name !== "" || rows.some(({ cells }) => (cells[i] ?? "").trim() !== ""));
  const columns = names.filter((_, i) => kept[i]);
  const errors = headerErrors(header.line, columns);
  const table: Table = { columns, rows: [], decimalComma: separator !== ",", errors };
  for (const { line, cells } of rows) {
    const surplus = cells.slice(names.length).some((cell) => cell.trim() !== "");
    if (surplus || cells.length < names.length) {
      const message = `The row has ${cells.length} cells, and there are ${columns.length} columns`;
      errors.push({ line, field: "", message });
    } else if (cells.some((cell) => cell.includes("\uFFFD"))) {
      errors.push({ line, field: "", message: "The row has a character that was lost when the file was saved (�)" });
    } else table.rows.push({ line, cells: cells.slice(0, names.length).filter((_, i) => kept[i]) });
  }
  return table;
}
