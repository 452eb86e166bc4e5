import { z } from "zod";

/**
 * What is wrong with a table, where. Lines are counted as an editor does; that of the header is mostly 1. `field` is a
 * column, or "" for the row as a whole.
 */
export const rowError = z.object({ line: z.number(), field: z.string(), message: z.string() });
export type RowError = z.output<typeof rowError>;

/** The errors of a table, which may have one in every row: the first are kept, the others are counted. */
export class RowErrors {
  readonly #most: number;
  #kept: RowError[] = [];
  #count = 0;

  /** @param most how many are kept */
  constructor(most: number) {
    this.#most = most;
  }

  add(...errors: readonly RowError[]): void {
    this.#count += errors.length;
    this.#kept.push(...errors);
    // Those of later lines may be found first.
    if (this.#kept.length > 2 * this.#most) this.#kept = this.first;
  }

  get count(): number {
    return this.#count;
  }

  /** The first ones by line. */
  get first(): RowError[] {
    return this.#kept.toSorted((a, b) => a.line - b.line).slice(0, this.#most);
  }
}
