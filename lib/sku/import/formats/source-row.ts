import type { TableRow } from "#lib/sku/import/table/open-table.ts";
import type { ImportColumn, Mapping } from "./columns.ts";

/** Finds the cells of a row by the names of its columns, whatever their case. */
export class SourceColumns {
  readonly #positions: ReadonlyMap<string, number>;
  readonly #mapping: ReadonlyMap<ImportColumn, number>;
  readonly names: readonly string[];

  constructor(columns: readonly string[], mapping: Mapping) {
    this.names = columns.map((name) => name.toLowerCase());
    this.#positions = new Map(this.names.map((name, i) => [name, i]));
    const mapped = Object.entries(mapping) as [ImportColumn, string][];
    this.#mapping = new Map(
      mapped.flatMap(([column, name]) => {
        const position = this.#positions.get(name.toLowerCase());
        return position === undefined ? [] : [[column, position]];
      }),
    );
  }

  /** Columns whose name fits an expression. */
  matching(pattern: RegExp): string[] {
    return this.names.filter((name) => pattern.test(name));
  }

  isMapped(column: ImportColumn): boolean {
    return this.#mapping.has(column);
  }

  /** The lower-case name of the column of the file from which one of the store is read; "" without one. */
  sourceOf(column: ImportColumn): string {
    return this.names[this.#mapping.get(column) ?? -1] ?? "";
  }

  /** Whether a column of the file is read as one of the store. */
  isSource(position: number): boolean {
    return [...this.#mapping.values()].includes(position);
  }

  row({ line, cells }: TableRow): SourceRow {
    return {
      line,
      cell: (...names) => {
        for (const name of names) {
          const position = this.#positions.get(name);
          const cell = position === undefined ? "" : (cells[position] ?? "").trim();
          if (cell !== "") return cell;
        }
        return "";
      },
      mapped: (column) => {
        const position = this.#mapping.get(column);
        return position === undefined ? undefined : (cells[position] ?? "");
      },
    };
  }
}

/** A row of a file. */
export interface SourceRow {
  line: number;
  /** The first cell that has text, of the columns with these lower-case names; "" if none has. */
  cell(...names: string[]): string;
  /** The cell of the column from which one of the store is read, as it is; undefined without such a column. */
  mapped(column: ImportColumn): string | undefined;
}
