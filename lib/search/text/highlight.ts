import { queryTerms } from "./query-terms.ts";
import { IS_UNSPACED } from "./unspaced.ts";
import { tokenize } from "./words.ts";

/** A piece of plain text, not escaped, and whether it matched the query. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** The shortest term that is marked within a longer word; within text without spaces any is. */
const MIN_WITHIN = 3;

/** The part of a word that matched the query: [first character, character after the last]. */
function hitRange(word: string, terms: readonly string[], near: ReadonlySet<string>): [number, number] {
  const plain = tokenize(word).join("");
  if (near.has(plain)) return [0, word.length];
  let [from, to] = [0, 0];
  for (const term of terms) {
    const at = plain.startsWith(term) ? 0 : plain.lastIndexOf(term);
    if (at > 0 && term.length < MIN_WITHIN && !IS_UNSPACED.test(term)) continue;
    if (at >= 0 && term.length > to - from) [from, to] = [at, at + term.length];
  }
  // A character that the index stores as several, such as ﬁ or 가, shifts positions: the whole word is marked.
  return to > from && plain.length !== word.length ? [0, word.length] : [from, to];
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
    const [from, to] = hitRange(part, terms, similar);
    add(part.slice(0, from), false);
    add(part.slice(from, to), true);
    add(part.slice(to), false);
  }
  return pieces;
}
