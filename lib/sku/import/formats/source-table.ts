import { unescapeFormula } from "#lib/csv.ts";
import type { TableRow } from "#lib/sku/import/table/open-table.ts";
import { type AdaptedRow, adaptDraft } from "./adapt.ts";
import { IMPORT_COLUMNS, type Mapping } from "./columns.ts";
import type { Draft, FormatId, RowReader } from "./format.ts";
import type { CategoryLevel } from "./normalize.ts";
import type { Notes } from "./notes.ts";
import { formats } from "./recognize.ts";
import { SourceColumns } from "./source-row.ts";

/** Reads the rows of a file, of any format, as those of the store's own table. */
export class SourceTable {
  readonly #notes: Notes;
  readonly #columns: SourceColumns;
  readonly #reader: RowReader;
  readonly #adapt: (draft: Draft) => AdaptedRow | null;
  /** positions of columns that are left out and have not had content yet */
  readonly #unused: Map<number, string>;

  constructor(columns: readonly string[], format: FormatId, mapping: Mapping, level: CategoryLevel, notes: Notes) {
    const { reads, pictures, escapesFormulas = false } = formats[format];
    this.#notes = notes;
    this.#columns = new SourceColumns(columns, mapping);
    this.#reader = formats[format].makeReader(this.#columns, notes);
    const isUnused = (name: string, position: number) =>
      !this.#columns.isSource(position) && !reads.test(name) && !pictures.test(name);
    const unused = this.#columns.names.flatMap((name, i) => (isUnused(name, i) ? [[i, columns[i] ?? name]] : []));
    this.#unused = new Map(unused as [number, string][]);
    const adapt = (draft: Draft) =>
      format === "own" ? { ...draft, rawId: draft.cells.id ?? "" } : adaptDraft(draft, level, notes);
    this.#adapt = (draft) => adapt(escapesFormulas ? unescapeDraft(draft) : draft);
  }

  /** Columns that are not read and have not had content yet; before the first row, all that are not read. */
  get leftOut(): string[] {
    return [...this.#unused.values()];
  }

  read(row: TableRow): AdaptedRow[] {
    for (const [position, name] of this.#unused) {
      if ((row.cells[position] ?? "").trim() === "") continue;
      this.#notes.add("columns", name);
      this.#unused.delete(position);
    }
    return this.#finish(this.#reader.read(this.#columns.row(row)));
  }

  /** Rows that had to wait for a later one. */
  end(): AdaptedRow[] {
    return this.#finish(this.#reader.end());
  }

  #finish(drafts: readonly Draft[]): AdaptedRow[] {
    return drafts.flatMap((draft) => this.#adapt(draft) ?? []);
  }
}

function unescapeDraft({ line, cells }: Draft): Draft {
  const unescaped = { ...cells };
  for (const column of IMPORT_COLUMNS) {
    const cell = unescaped[column];
    if (cell !== undefined) unescaped[column] = unescapeFormula(cell);
  }
  return { line, cells: unescaped };
}
