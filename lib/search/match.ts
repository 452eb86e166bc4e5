import type { CatalogueIndex } from "./search-index.ts";
import { swapNeighbours, termsOfQuestion } from "./terms.ts";

/**
 * How well a word of the question fits a word of a SKU, per word: found as it stands or as a beginning 9–16, with one
 * slip 5–8, with two 1–4; within each, name over brand over category over description. Whatever else the catalogue
 * holds does not matter: an edit of one SKU moves no other, so a cursor stays where it is.
 */
const FOUND = 9;
const ONE_SLIP = 5;
const TWO_SLIPS = 1;
/** So many results make it needless to look for similar words as well. */
const ENOUGH = 5;
/** Added for an entry that has every word as it stands. */
const ALL_FOUND = 1024;
/** Added for each word, when not every one is found. */
const PER_WORD = 64;
const DESCRIPTION = 0;

/** How well a word of the question fits each entry. */
interface Fit {
  /** by entry number; 0 is not at all */
  scores: Uint8Array;
  /** the entries whose score is above 0, in no order */
  numbers: number[];
}

export interface Matches {
  match: "all" | "near" | "some";
  /** by entry number */
  scores: Uint16Array;
  /** the entries found, in no order */
  numbers: number[];
  near: string[];
}

function note(fit: Fit, postings: readonly number[], base: number, perField: number, lowest: number): void {
  const { scores, numbers } = fit;
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

/** Entries that have the word, or one that begins with it. Two letters or fewer say too little about a description. */
function scoreFound({ words, entries }: CatalogueIndex, term: string): Fit {
  const fit: Fit = { scores: new Uint8Array(entries.length), numbers: [] };
  for (const [word, postings] of words.atPrefix(term)) {
    const exact = word === term;
    note(fit, postings, exact ? FOUND + 1 : FOUND, 2, exact || term.length > 2 ? DESCRIPTION : DESCRIPTION + 1);
  }
  return fit;
}

/**
 * The words of the catalogue that another one may have meant, with the number of slips: neighbours swapped, or one
 * letter more, less or other. When nothing is that near, those that have it within them ("phone" in "headphones"), or
 * else, for a long word, two letters.
 */
function findSimilar({ words }: CatalogueIndex, term: string, atMost: 1 | 2): Map<string, [number[], 1 | 2]> {
  const similar = new Map<string, [number[], 1 | 2]>();
  if (term.length < 4) return similar;
  for (const swapped of swapNeighbours(term)) {
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

/** Adds, to what was found, entries with a similar word outside their description. */
function addSimilar(index: CatalogueIndex, term: string, found: Fit, atMost: 1 | 2, near: Set<string>): Fit {
  const fit: Fit = { scores: found.scores.slice(), numbers: found.numbers.slice() };
  for (const [word, [postings, slips]] of findSimilar(index, term, atMost)) {
    near.add(word);
    note(fit, postings, slips === 1 ? ONE_SLIP : TWO_SLIPS, 1, DESCRIPTION + 1);
  }
  return fit;
}

type Found = Pick<Matches, "scores" | "numbers">;

/** The entries that every word fits, with the sums of their scores. */
function joinAll({ entries }: CatalogueIndex, fits: readonly Fit[], bonus = 0): Found {
  const scores = new Uint16Array(entries.length);
  const [rarest, ...others] = fits.toSorted((a, b) => a.numbers.length - b.numbers.length);
  const numbers = (rarest?.numbers ?? []).filter((number) => {
    if (!entries[number] || others.some((fit) => fit.scores[number] === 0)) return false;
    scores[number] = fits.reduce((sum, fit) => sum + (fit.scores[number] ?? 0), bonus);
    return true;
  });
  return { scores, numbers };
}

/** The entries that any word fits: more words go before better ones. */
function joinAny({ entries }: CatalogueIndex, fits: readonly Fit[]): Found {
  const scores = new Uint16Array(entries.length);
  const numbers: number[] = [];
  for (const fit of fits) {
    for (const number of fit.numbers) {
      if (!entries[number]) continue;
      if (scores[number] === 0) numbers.push(number);
      scores[number] = (scores[number] ?? 0) + (fit.scores[number] ?? 0) + PER_WORD;
    }
  }
  return { scores, numbers };
}

/** Finds the entries that a question means. Null when it has no word in it: then it asks for nothing. */
export function matchQuestion(index: CatalogueIndex, question: string): Matches | null {
  const terms = termsOfQuestion(question);
  if (terms.length === 0) return null;
  const found = terms.map((term) => scoreFound(index, term));
  const all = joinAll(index, found, ALL_FOUND);
  if (all.numbers.length >= ENOUGH) return { match: "all", ...all, near: [] };

  const near = new Set<string>();
  const exact = all.numbers.length > 0;
  const similar = found.map((fit, i) => addSimilar(index, terms[i] ?? "", fit, exact ? 1 : 2, near));
  const nearly = joinAll(index, similar);
  if (nearly.numbers.length === 0) return { match: "some", ...joinAny(index, similar), near: [...near] };
  for (const number of all.numbers) nearly.scores[number] = all.scores[number] ?? 0;
  return { match: exact ? "all" : "near", ...nearly, near: [...near] };
}
