import { fieldOf, numberOf } from "./postings.ts";
import type { SearchIndex } from "./search-index.ts";

/** The score of a term in an entry by the field: description, category, brand, name. 0 is no match. */
export type FieldScores = readonly [description: number, category: number, brand: number, name: number];

/** The entries that match one term. */
export class TermMatch {
  /** by entry number; 0 is no match */
  readonly scores: Uint8Array;
  /** the entries with a score above 0, in no order */
  readonly numbers: number[] = [];
  readonly #entries: SearchIndex["entries"];

  constructor({ entries }: SearchIndex) {
    this.#entries = entries;
    this.scores = new Uint8Array(entries.length);
  }

  /** Adds the entries of a word. Postings of removed entries count for nothing. @returns whether there were any */
  add(postings: readonly number[] | undefined, byField: FieldScores): boolean {
    let isFound = false;
    for (const posting of postings ?? []) {
      const score = byField[fieldOf(posting)] ?? 0;
      if (score > 0 && this.addEntry(numberOf(posting), score)) isFound = true;
    }
    return isFound;
  }

  /** Adds one entry, which keeps the highest score it was given. @returns false for a removed entry */
  addEntry(number: number, score: number): boolean {
    if (!this.#entries[number]) return false;
    const before = this.scores[number] ?? 0;
    if (before === 0) this.numbers.push(number);
    if (score > before) this.scores[number] = score;
    return true;
  }
}
