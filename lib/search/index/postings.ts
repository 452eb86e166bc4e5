/** The lowest bits of a posting: the field in which the word occurs. */
const FIELD_BITS = 2;

export const makePosting = (number: number, field: number) => (number << FIELD_BITS) | field;
export const numberOf = (posting: number) => posting >>> FIELD_BITS;
export const fieldOf = (posting: number) => posting & 3;

/** Words with the entries that have them. */
export class Postings {
  readonly #lists = new Map<string, number[]>();

  /** @returns the list of the word when the word is new */
  add(word: string, posting: number): readonly number[] | null {
    const list = this.#lists.get(word);
    if (list) {
      list.push(posting);
      return null;
    }
    const added = [posting];
    this.#lists.set(word, added);
    return added;
  }

  get(word: string): readonly number[] | undefined {
    return this.#lists.get(word);
  }

  entries(): Iterable<[string, readonly number[]]> {
    return this.#lists;
  }

  /**
   * Gives entries other numbers, and forgets those without one and the words that only they had.
   * @returns these words
   */
  renumber(renumbered: ReadonlyMap<number, number>): string[] {
    const gone: string[] = [];
    for (const [word, list] of this.#lists) {
      let kept = 0;
      for (const posting of list) {
        const number = renumbered.get(numberOf(posting));
        if (number !== undefined) list[kept++] = makePosting(number, fieldOf(posting));
      }
      list.length = kept;
      if (kept === 0) gone.push(word);
    }
    for (const word of gone) this.#lists.delete(word);
    return gone;
  }
}
