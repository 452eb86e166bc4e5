import { setImmediate as turn } from "node:timers/promises";
import { CsvError, parse } from "csv-parse";

/** A record of a table; `problem` in place of one that can't be read. */
export interface CsvRecord {
  /** where it begins, as an editor counts */
  line: number;
  cells: string[];
  problem?: string;
}

/** Bytes that are parsed at once, about 3 ms of work; other work of the thread takes place in between. */
const PIECE_BYTES = 64 * 1024;

const countBreaks = (cell: string) => cell.match(/\r\n|\n|\r/g)?.length ?? 0;
/** Few cells have line breaks. */
const hasBreak = (cell: string) => cell.includes("\n") || cell.includes("\r");

/**
 * Reads records of CSV (RFC 4180) with any line ending, batch by batch. A quote in a cell that does not begin with one is
 * part of the cell: 13" monitor. A quote that is never closed is the problem of the last record.
 * @param firstLine the number of the first line
 */
export async function* readRecords(utf8: Buffer, separator: string, firstLine: number): AsyncGenerator<CsvRecord[]> {
  let line = firstLine;
  let batch: CsvRecord[] = [];
  const parser = parse({
    ...{ delimiter: separator, record_delimiter: ["\r\n", "\n", "\r"], relax_quotes: true, relax_column_count: true },
    // The line that the parser tells counts some line endings within cells twice.
    on_record(cells: string[]) {
      batch.push({ line, cells });
      line += 1 + cells.reduce((sum, cell) => sum + (hasBreak(cell) ? countBreaks(cell) : 0), 0);
      return null;
    },
  });
  // An error reaches the callbacks below; without a listener it would end the process as well.
  parser.on("error", () => {});
  parser.resume();
  const write = (piece: Buffer) =>
    new Promise<void>((resolve, reject) => parser.write(piece, (error) => (error ? reject(error) : resolve())));
  const end = () => new Promise<void>((resolve, reject) => parser.on("error", reject).end(resolve));
  try {
    for (let at = 0; at < utf8.length; at += PIECE_BYTES) {
      await write(utf8.subarray(at, at + PIECE_BYTES));
      if (batch.length > 0) yield batch;
      batch = [];
      await turn();
    }
    await end();
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    batch.push({ line, cells: [], problem: "A quote that opens in this row is never closed" });
  } finally {
    parser.destroy();
  }
  if (batch.length > 0) yield batch;
}
