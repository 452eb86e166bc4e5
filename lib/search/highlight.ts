import { wordsOf } from "#lib/sku/words.ts";
import { termsOfQuestion } from "./terms.ts";

/** A piece of a text, and whether it is what was searched for. Plain text: whoever shows it decides how, and escapes it. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** How many characters of a word, from its beginning, were searched for. */
function hitLength(word: string, terms: readonly string[], near: ReadonlySet<string>): number {
  const [plain = ""] = wordsOf(word);
  if (near.has(plain)) return word.length;
  const longest = terms.reduce((most, term) => (plain.startsWith(term) ? Math.max(most, term.length) : most), 0);
  // Letters that are several in the index, such as ﬁ or 가, are marked with their whole word.
  return longest > 0 && plain.length !== word.length ? word.length : longest;
}

/**
 * Cuts a text into what a question found and the rest. Joined, the pieces are the text.
 * @param near words of the catalogue that were taken for misspelt ones
 */
export function highlight(text: string, question: string, near: readonly string[] = []): Piece[] {
  const terms = termsOfQuestion(question);
  const similar = new Set(near);
  const pieces: Piece[] = [];
  const add = (text: string, hit: boolean) => {
    const last = pieces.at(-1);
    if (text === "") return;
    if (last?.hit === hit) last.text += text;
    else pieces.push({ text, hit });
  };
  for (const part of text.split(/([\p{L}\p{N}\p{M}]+)/u)) {
    const length = hitLength(part, terms, similar);
    add(part.slice(0, length), true);
    add(part.slice(length), false);
  }
  return pieces;
}
