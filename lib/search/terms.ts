import { wordsOf } from "#lib/sku/words.ts";

/** Words that nobody searches for: a question keeps them only when it has no others. */
const STOP_WORDS = new Set("a an and at by for from in is it of on or the to with".split(" "));
const MAX_WORDS = 8;

/** The words of a question that must be found, at most eight, in the form in which the index holds them. */
export function termsOfQuestion(question: string): string[] {
  const words = wordsOf(question);
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  return (telling.length > 0 ? telling : words).slice(0, MAX_WORDS);
}

/** The word with two neighbouring letters swapped, in every way: the commonest slip of the fingers. */
export function swapNeighbours(word: string): string[] {
  const swapped: string[] = [];
  for (let i = 1; i < word.length; i++) {
    const [before, letter] = [word.charAt(i - 1), word.charAt(i)];
    if (before !== letter) swapped.push(word.slice(0, i - 1) + letter + before + word.slice(i + 1));
  }
  return swapped;
}
