import { type CsvRecord, readRecords } from "./read-records.ts";
import type { RowError } from "./row-error.ts";

/** The first line of a table. */
export interface TableHeader {
  line: number;
  /** names as they are in the file */
  columns: string[];
  /** whether a comma may stand for a decimal point, since it separates no cells */
  decimalComma: boolean;
}

/** A row with as many cells as there are columns, or a problem. */
export type TableRow = CsvRecord;

export type OpenedTable =
  | { ok: true; header: TableHeader; errors: RowError[]; rows: AsyncGenerator<TableRow[]> }
  | { ok: false; error: RowError };

const SEPARATORS = [",", ";", "\t"];
/** The header is looked for in so many bytes. */
const HEADER_BYTES = 256 * 1024;

const isEmpty = ({ cells, problem }: CsvRecord) => !problem && cells.every((cell) => cell.trim() === "");

/** The separator by which the first line has most of the known names, or else most cells; a tie goes to the comma. */
function findSeparator(text: string, known: ReadonlySet<string>): string {
  const [header = ""] = /[^\r\n]*\S[^\r\n]*/.exec(text) ?? [];
  const scores = SEPARATORS.map((separator) => {
    const names = header.split(separator).map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .toLowerCase(),
    );
    return { separator, known: names.filter((name) => known.has(name)).length, cells: names.length };
  });
  return scores.reduce((best, score) =>
    score.known > best.known || (score.known === best.known && score.cells > best.cells) ? score : best,
  ).separator;
}

const LOST = "The row has a character that was lost when the file was saved (\uFFFD)";

/** Which cells of a record belong to a column, and what is wrong with the others. */
class Columns {
  readonly names: string[] = [];
  readonly #positions: number[] = [];
  readonly #width: number;

  constructor(cells: readonly string[]) {
    // A spreadsheet leaves empty columns, mostly at the right.
    for (const [position, cell] of cells.entries()) {
      const name = cell.trim();
      if (name === "") continue;
      this.names.push(name);
      this.#positions.push(position);
    }
    this.#width = (this.#positions.at(-1) ?? -1) + 1;
  }

  read({ line, cells, problem }: CsvRecord): TableRow {
    if (problem) return { line, cells: [], problem };
    const kept = this.#positions.map((position) => cells[position] ?? "");
    const count = `The row has ${cells.length} cells, and there are ${this.names.length} columns`;
    if (cells.length < this.#width || cells.slice(this.#width).some((cell) => cell.trim() !== ""))
      return { line, cells: [], problem: count };
    // A column without a name within the table.
    if (kept.length < this.#width && cells.some((cell, i) => cell.trim() !== "" && !this.#positions.includes(i)))
      return { line, cells: [], problem: "The row has text in a column that has no name" };
    return kept.some((cell) => cell.includes("\uFFFD")) ? { line, cells: [], problem: LOST } : { line, cells: kept };
  }
}

/** Columns that are there twice. */
function repeatedColumns({ line, columns }: TableHeader): RowError[] {
  const names = columns.map((name) => name.toLowerCase());
  return columns.flatMap((field, i) =>
    names.indexOf(field.toLowerCase()) < i ? { line, field, message: "is a column twice" } : [],
  );
}

/**
 * Opens a CSV table (RFC 4180) with any line ending, separated by commas, semicolons or tabs: whichever makes most sense
 * of its header, or what a first line `sep=;` says. Empty rows, and columns without a name and content, are left out. A
 * row with more or fewer cells than there are columns has a problem; it is never shifted or cut.
 * @param known lower-case names that a header may have, by which the separator is found
 */
export async function openTable(utf8: Buffer, known: ReadonlySet<string>): Promise<OpenedTable> {
  const start = utf8.toString("utf8", 0, HEADER_BYTES);
  const [line = "", told] = /^sep=([^\r\n])(?:\r\n|\n|\r)/i.exec(start) ?? [];
  const separator = told ?? findSeparator(start.slice(line.length), known);
  const batches = readRecords(utf8.subarray(Buffer.byteLength(line)), separator, line === "" ? 1 : 2);
  let rest: CsvRecord[] = [];
  let first: CsvRecord | undefined;
  for (;;) {
    const { value, done } = await batches.next();
    if (done) return { ok: false, error: { line: 1, field: "", message: "The table is empty" } };
    const at = value.findIndex((record) => !isEmpty(record));
    if (at < 0) continue;
    first = value[at];
    rest = value.slice(at + 1);
    break;
  }
  if (!first || first.problem)
    return { ok: false, error: { line: first?.line ?? 1, field: "", message: first?.problem ?? "" } };
  const columns = new Columns(first.cells);
  const header = { line: first.line, columns: columns.names, decimalComma: separator !== "," };
  const errors = first.cells.some((cell) => cell.includes("\uFFFD"))
    ? [{ line: first.line, field: "", message: LOST }]
    : repeatedColumns(header);
  async function* rows(): AsyncGenerator<TableRow[]> {
    const read = (records: CsvRecord[]) => records.filter((record) => !isEmpty(record)).map((r) => columns.read(r));
    yield read(rest);
    for await (const batch of batches) yield read(batch);
  }
  return { ok: true, header, errors, rows: rows() };
}
