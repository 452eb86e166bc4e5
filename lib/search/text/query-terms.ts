import { splitChunks, termsOf } from "./words.ts";

/** Ignored in a query, unless it has no other words. */
const STOP_WORDS = new Set("a an and at by for from in is it of on or the to with".split(" "));
/** A name of 200 characters has hardly more words. */
const MAX_TERMS = 32;

/** Terms that stand beside each other in a query, and what they are when written as one word. */
export interface JoinedTerms {
  /** index of the first term */
  from: number;
  /** index after the last term */
  to: number;
  word: string;
}

/** The words of a query that have to be found, at most 32, as the index stores them, and what they may be joined. */
export function readQuery(query: string): { terms: string[]; joined: JoinedTerms[] } {
  const chunks = splitChunks(query);
  const isSignificant = chunks.flat().some((word) => !STOP_WORDS.has(word));
  const terms: string[] = [];
  const joined: JoinedTerms[] = [];
  let before: string | null = null;
  for (const chunk of chunks) {
    const first = terms.length;
    for (const word of chunk) {
      if (terms.length >= MAX_TERMS) return { terms, joined };
      if ((isSignificant && STOP_WORDS.has(word)) || terms.includes(word)) {
        before = null;
        continue;
      }
      const pieces = termsOf(word);
      terms.push(...pieces);
      if (before !== null && pieces.length === 1)
        joined.push({ from: terms.length - 2, to: terms.length, word: before + word });
      before = pieces.length === 1 ? word : null;
    }
    // An id may have any number of parts, and stop words among them.
    if (chunk.length > 1) joined.push({ from: first, to: terms.length, word: chunk.join("") });
  }
  return { terms, joined };
}

/** The words of a query that have to be found. */
export const queryTerms = (query: string) => readQuery(query).terms;

/** Every variant of a word with two adjacent letters swapped, which is the most common typo. */
export function swapAdjacentLetters(word: string): string[] {
  const swapped: string[] = [];
  for (let i = 1; i < word.length; i++) {
    const [before, letter] = [word.charAt(i - 1), word.charAt(i)];
    if (before !== letter) swapped.push(word.slice(0, i - 1) + letter + before + word.slice(i + 1));
  }
  return swapped;
}
