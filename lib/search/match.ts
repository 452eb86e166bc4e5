import { queryTerms, swapAdjacentLetters } from "./query-terms.ts";
import type { SearchIndex } from "./search-index.ts";

/**
 * The score of one term in a SKU: an exact or prefix match 9–16, with one typo 5–8, with two 1–4. Within each range, name
 * beats brand beats category beats description. A score does not depend on other SKUs, so an edit of one SKU moves no
 * other and cursors stay valid.
 */
const FOUND = 9;
const ONE_TYPO = 5;
const TWO_TYPOS = 1;
/** With this many results, similar words are not searched for. */
const ENOUGH = 5;
/** Added for an entry that has every term without a typo. */
const ALL_FOUND = 1024;
/** Added for each term found, when no entry has all terms. */
const PER_TERM = 64;
const DESCRIPTION = 0;

/** The entries that match one term. */
interface TermMatch {
  /** by entry number; 0 is no match */
  scores: Uint8Array;
  /** the entries with a score above 0, in no order */
  numbers: number[];
}

interface Matches {
  match: "all" | "near" | "some";
  /** by entry number */
  scores: Uint16Array;
  /** the entries found, in no order */
  numbers: number[];
  near: string[];
}

function addScores(
  match: TermMatch,
  postings: readonly number[],
  base: number,
  perField: number,
  lowest: number,
): void {
  const { scores, numbers } = match;
  for (const posting of postings) {
    const field = posting & 3;
    if (field < lowest) continue;
    const score = base + field * perField;
    const number = posting >>> 2;
    const before = scores[number] ?? 0;
    if (before === 0) numbers.push(number);
    if (score > before) scores[number] = score;
  }
}

/** Entries with the term, or a word that starts with it. Prefixes below three letters do not match descriptions. */
function scoreFound({ words, entries }: SearchIndex, term: string): TermMatch {
  const match: TermMatch = { scores: new Uint8Array(entries.length), numbers: [] };
  for (const [word, postings] of words.atPrefix(term)) {
    const exact = word === term;
    addScores(match, postings, exact ? FOUND + 1 : FOUND, 2, exact || term.length > 2 ? DESCRIPTION : DESCRIPTION + 1);
  }
  return match;
}

/**
 * The words of the catalogue that are similar to a term, with the number of typos: two adjacent letters swapped, or one
 * letter added, missing or replaced. Without any, words that contain the term ("phone" in "headphones"); without those,
 * for a long term, words that differ in two letters.
 */
function findSimilar({ words }: SearchIndex, term: string, atMost: 1 | 2): Map<string, [number[], 1 | 2]> {
  const similar = new Map<string, [number[], 1 | 2]>();
  if (term.length < 4) return similar;
  for (const swapped of swapAdjacentLetters(term)) {
    for (const [word, postings] of words.atPrefix(swapped)) similar.set(word, [postings, 1]);
  }
  for (const [word, [postings, distance]] of words.fuzzyGet(term, 1)) {
    if (distance > 0) similar.set(word, [postings, 1]);
  }
  if (similar.size === 0) {
    for (const [word, postings] of words) if (word.includes(term)) similar.set(word, [postings, 1]);
  }
  if (similar.size === 0 && atMost === 2 && term.length > 5) {
    for (const [word, [postings]] of words.fuzzyGet(term, 2)) similar.set(word, [postings, 2]);
  }
  return similar;
}

/** Adds entries with a similar word, outside their description, to the matches of a term. */
function addSimilar(index: SearchIndex, term: string, found: TermMatch, atMost: 1 | 2, near: Set<string>): TermMatch {
  const match: TermMatch = { scores: found.scores.slice(), numbers: found.numbers.slice() };
  for (const [word, [postings, typos]] of findSimilar(index, term, atMost)) {
    near.add(word);
    addScores(match, postings, typos === 1 ? ONE_TYPO : TWO_TYPOS, 1, DESCRIPTION + 1);
  }
  return match;
}

type Combined = Pick<Matches, "scores" | "numbers">;

/** The entries that match every term, with the sums of their scores. */
function intersect({ entries }: SearchIndex, matches: readonly TermMatch[], bonus = 0): Combined {
  const scores = new Uint16Array(entries.length);
  const [rarest, ...others] = matches.toSorted((a, b) => a.numbers.length - b.numbers.length);
  const numbers = (rarest?.numbers ?? []).filter((number) => {
    if (!entries[number] || others.some((match) => match.scores[number] === 0)) return false;
    scores[number] = matches.reduce((sum, match) => sum + (match.scores[number] ?? 0), bonus);
    return true;
  });
  return { scores, numbers };
}

/** The entries that match any term. More terms rank above better matches. */
function unite({ entries }: SearchIndex, matches: readonly TermMatch[]): Combined {
  const scores = new Uint16Array(entries.length);
  const numbers: number[] = [];
  for (const match of matches) {
    for (const number of match.numbers) {
      if (!entries[number]) continue;
      if (scores[number] === 0) numbers.push(number);
      scores[number] = (scores[number] ?? 0) + (match.scores[number] ?? 0) + PER_TERM;
    }
  }
  return { scores, numbers };
}

/** Finds the entries that match a query; null when it contains no word. */
export function matchQuery(index: SearchIndex, query: string): Matches | null {
  const terms = queryTerms(query);
  if (terms.length === 0) return null;
  const found = terms.map((term) => scoreFound(index, term));
  const all = intersect(index, found, ALL_FOUND);
  if (all.numbers.length >= ENOUGH) return { match: "all", ...all, near: [] };

  const near = new Set<string>();
  const exact = all.numbers.length > 0;
  const similar = found.map((match, i) => addSimilar(index, terms[i] ?? "", match, exact ? 1 : 2, near));
  const nearly = intersect(index, similar);
  if (nearly.numbers.length === 0) return { match: "some", ...unite(index, similar), near: [...near] };
  for (const number of all.numbers) nearly.scores[number] = all.scores[number] ?? 0;
  return { match: exact ? "all" : "near", ...nearly, near: [...near] };
}
