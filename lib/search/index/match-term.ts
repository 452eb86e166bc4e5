import { isEnglish } from "#lib/search/text/english.ts";
import { wordForms } from "#lib/search/text/plurals.ts";
import { swapAdjacentLetters } from "#lib/search/text/query-terms.ts";
import { fieldOf, numberOf } from "./postings.ts";
import { reverse, type SearchIndex } from "./search-index.ts";
import { type FieldScores, TermMatch } from "./term-match.ts";

/**
 * A word in a name, also by a synonym or within a longer word, ranks above anything in a description. A score does not
 * depend on other SKUs, so an edit of one SKU moves no other and cursors stay valid.
 */
const EXACT: FieldScores = [12, 40, 44, 60];
const JOINED: FieldScores = [0, 0, 42, 54];
const PREFIX: FieldScores = [8, 34, 38, 50];
/** Short prefixes do not match descriptions. */
const SHORT_PREFIX: FieldScores = [0, 34, 38, 50];
const SYNONYM: FieldScores = [0, 28, 30, 46];
const WITHIN: FieldScores = [0, 0, 0, 30];
const ONE_TYPO: FieldScores = [0, 16, 18, 26];
const TWO_TYPOS: FieldScores = [0, 12, 14, 22];

const IS_NUMBER = /^\d/;
const IS_LETTER = /^[a-z]$/;
/** The least that stands before the ending of a compound, in letters. */
const MIN_FIRST_PART = 3;
/** The shortest terms, in letters, for which other words are tried. Too many words look like a short one. */
const MIN_LETTERS = { prefix: 4, ending: 3, anyEnding: 6, within: 5, swapped: 4, oneTypo: 5, twoTypos: 7 };

/**
 * Whether a word is a compound with this ending: "teapot" and "pot", but not "clock" and "lock", nor "touring" and
 * "ring".
 */
function isCompound(word: string, ending: string): boolean {
  const first = word.slice(0, -ending.length);
  return first.length >= MIN_FIRST_PART && (ending.length >= MIN_LETTERS.anyEnding || isEnglish(first));
}

/** Adds entries with a word of a name that ends with the term: "coat" in "Overcoat", "phone" in "Headphones". */
function addEndings({ endings }: SearchIndex, term: string, match: TermMatch): void {
  if (term.length < MIN_LETTERS.ending) return;
  for (const form of wordForms(term)) {
    for (const [word, postings] of endings.atPrefix(reverse(form))) {
      if (isCompound(reverse(word), form)) match.add(postings, WITHIN);
    }
  }
}

/**
 * Adds entries with a word, in the singular or plural, or with two adjacent words that make it, or with it as their id.
 */
export function addWord(index: SearchIndex, word: string, match: TermMatch): void {
  match.add(index.compactIds.get(word), EXACT);
  for (const form of wordForms(word)) {
    match.add(index.words.get(form), EXACT);
    match.add(index.joined.get(form), JOINED);
  }
}

/**
 * Entries with a term as {@link addWord} finds it, or with a word that begins or, in a name, ends with it. A single
 * letter is the beginning of a word only where it may still be typed.
 */
export function matchAsTyped(index: SearchIndex, term: string, isLast: boolean): TermMatch {
  const match = new TermMatch(index);
  addWord(index, term, match);
  const forms = wordForms(term);
  // A number is not the beginning of another one: "5 kg" is not "50 kg".
  if (IS_NUMBER.test(term) || (IS_LETTER.test(term) && !isLast)) return match;
  const scores = term.length >= MIN_LETTERS.prefix ? PREFIX : SHORT_PREFIX;
  for (const [word, postings] of index.tree.atPrefix(term)) if (!forms.includes(word)) match.add(postings, scores);
  addEndings(index, term, match);
  return match;
}

/** The postings of a word in the singular and plural. The list of the index itself where there is only one. */
function postingsOf({ words }: SearchIndex, word: string): readonly number[] {
  const lists = wordForms(word).flatMap((form) => [words.get(form) ?? []].filter(({ length }) => length > 0));
  return lists.length === 1 ? (lists[0] ?? []) : lists.flat();
}

/** Adds entries with every word of a synonym outside the description, by the least important field. */
export function addSynonym(index: SearchIndex, phrase: readonly string[], matches: readonly TermMatch[]): void {
  const lists = phrase.map((word) => postingsOf(index, word));
  const [shortest = [], ...others] = lists.toSorted((a, b) => a.length - b.length);
  if (others.length === 0) {
    for (const match of matches) match.add(shortest, SYNONYM);
    return;
  }
  let scores = new Map(shortest.map((posting) => [numberOf(posting), SYNONYM[fieldOf(posting)] ?? 0]));
  for (const list of others) {
    if (scores.size === 0) return;
    const both = new Map<number, number>();
    for (const posting of list) {
      const before = scores.get(numberOf(posting));
      if (before) both.set(numberOf(posting), Math.min(before, SYNONYM[fieldOf(posting)] ?? 0));
    }
    scores = both;
  }
  for (const [number, score] of scores) if (score > 0) for (const match of matches) match.addEntry(number, score);
}

/**
 * Entries with a word, outside the description, that is similar to a term. The first of these that finds any: it begins
 * with the term but for two adjacent letters that are swapped; it contains it, or two adjacent words together begin
 * with it; one letter is added, missing or replaced; in a long term, two letters are. People seldom mistype the first
 * letter, so that has to be the same ("kettle" is not "Nettle"). A word of the dictionary is no mistake, but something
 * that nobody sells: "racket" is not "Rocket".
 */
export function matchSimilar(index: SearchIndex, term: string, near: Set<string>): TermMatch {
  const match = new TermMatch(index);
  const add = (word: string, postings: readonly number[], scores: FieldScores) => {
    if (match.add(postings, scores)) near.add(word);
  };
  const addWithin = () => {
    for (const [word, postings] of index.words.entries()) if (word.includes(term)) add(word, postings, WITHIN);
    for (const [word, postings] of index.joined.entries()) if (word.startsWith(term)) match.add(postings, JOINED);
  };
  const addSwapped = () => {
    for (const swapped of swapAdjacentLetters(term)) {
      for (const [word, postings] of index.tree.atPrefix(swapped)) add(word, postings, ONE_TYPO);
    }
  };
  const addTypos = (typos: 1 | 2, scores: FieldScores) => {
    for (const [word, [postings]] of index.tree.fuzzyGet(term, typos)) {
      if (word.startsWith(term.charAt(0))) add(word, postings, scores);
    }
  };
  if (IS_NUMBER.test(term) || isEnglish(term)) return match;
  if (term.length >= MIN_LETTERS.swapped) addSwapped();
  if (match.numbers.length === 0 && term.length >= MIN_LETTERS.within) addWithin();
  if (match.numbers.length > 0) return match;
  if (term.length >= MIN_LETTERS.oneTypo) addTypos(1, ONE_TYPO);
  if (match.numbers.length === 0 && term.length >= MIN_LETTERS.twoTypos) addTypos(2, TWO_TYPOS);
  return match;
}
