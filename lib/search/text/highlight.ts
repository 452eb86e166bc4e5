import { queryTerms } from "./query-terms.ts";
import { tokenize } from "./tokenize.ts";

/** A piece of plain text, not escaped, and whether it matched the query. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** How many characters at the beginning of a word matched the query. */
function hitLength(word: string, terms: readonly string[], near: ReadonlySet<string>): number {
  const [plain = ""] = tokenize(word);
  if (near.has(plain)) return word.length;
  const longest = terms.reduce((most, term) => (plain.startsWith(term) ? Math.max(most, term.length) : most), 0);
  // A character that the index stores as several, such as ﬁ or 가, shifts positions: the whole word is marked.
  return longest > 0 && plain.length !== word.length ? word.length : longest;
}

/**
 * Splits a text into what matched the query and the rest. Joined, the pieces are the text.
 * @param near similar words of the catalogue that were searched for as well
 */
export function highlight(text: string, query: string, near: readonly string[] = []): Piece[] {
  const terms = queryTerms(query);
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
