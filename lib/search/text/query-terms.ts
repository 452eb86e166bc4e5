import { tokenize } from "./tokenize.ts";

/** Ignored in a query, unless it has no other words. */
const STOP_WORDS = new Set("a an and at by for from in is it of on or the to with".split(" "));
const MAX_TERMS = 8;

/** The words of a query that have to be found, at most eight, as the index stores them. */
export function queryTerms(query: string): string[] {
  const words = tokenize(query);
  const significant = words.filter((word) => !STOP_WORDS.has(word));
  return (significant.length > 0 ? significant : words).slice(0, MAX_TERMS);
}

/** Every variant of a word with two adjacent letters swapped, which is the most common typo. */
export function swapAdjacentLetters(word: string): string[] {
  const swapped: string[] = [];
  for (let i = 1; i < word.length; i++) {
    const [before, letter] = [word.charAt(i - 1), word.charAt(i)];
    if (before !== letter) swapped.push(word.slice(0, i - 1) + letter + before + word.slice(i + 1));
  }
  return swapped;
}
