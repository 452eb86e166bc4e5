import { MAX_PHRASE_WORDS, type Synonyms } from "#lib/search/synonyms/synonyms.ts";
import { readQuery } from "#lib/search/text/query-terms.ts";
import { addSynonym, addWord, matchAsTyped, matchSimilar } from "./match-term.ts";
import type { SearchIndex } from "./search-index.ts";
import type { TermMatch } from "./term-match.ts";

/** Added for each term found, when no entry has all terms. */
const PER_TERM = 64;
/**
 * Added for the last one of them: English says last what a thing is. A "red coat" is rather an overcoat than a red wine
 * glass.
 */
const LAST_TERM = 31;
/** Similar words are looked for in place of this many terms at most, since that takes the longest. */
const MAX_SIMILAR = 8;

interface Matches {
  match: "all" | "near" | "some";
  /** by entry number */
  scores: Uint16Array;
  /** the entries found, in no order */
  numbers: number[];
  near: string[];
  missing: string[];
}

type Combined = Pick<Matches, "scores" | "numbers">;

/** The entries that match every term, with the sums of their scores. */
function intersect({ entries }: SearchIndex, matches: readonly TermMatch[]): Combined {
  const scores = new Uint16Array(entries.length);
  const [rarest, ...others] = matches.toSorted((a, b) => a.numbers.length - b.numbers.length);
  const numbers = (rarest?.numbers ?? []).filter((number) => {
    if (others.some((match) => match.scores[number] === 0)) return false;
    scores[number] = matches.reduce((sum, match) => sum + (match.scores[number] ?? 0), 0);
    return true;
  });
  return { scores, numbers };
}

/** The entries that match any term. More terms rank above better matches. */
function unite({ entries }: SearchIndex, matches: readonly TermMatch[]): Combined {
  const scores = new Uint16Array(entries.length);
  const numbers: number[] = [];
  for (const match of matches) {
    const bonus = PER_TERM + (match === matches.at(-1) ? LAST_TERM : 0);
    for (const number of match.numbers) {
      if (scores[number] === 0) numbers.push(number);
      scores[number] = (scores[number] ?? 0) + (match.scores[number] ?? 0) + bonus;
    }
  }
  return { scores, numbers };
}

/** Adds what means the same as a term, or as several adjacent ones, to the matches of each of them. */
function addSynonyms(index: SearchIndex, terms: readonly string[], matches: readonly TermMatch[], synonyms: Synonyms) {
  for (let from = 0; from < terms.length; from++) {
    for (let to = from + 1; to <= Math.min(terms.length, from + MAX_PHRASE_WORDS); to++) {
      for (const phrase of synonyms.of(terms.slice(from, to))) addSynonym(index, phrase, matches.slice(from, to));
    }
  }
}

/** Finds the entries that match a query; null when it contains no word. */
export function matchQuery(index: SearchIndex, query: string, synonyms: Synonyms): Matches | null {
  const { terms, joined } = readQuery(query);
  if (terms.length === 0) return null;
  const typed = terms.map((term, i) => matchAsTyped(index, term, i === terms.length - 1));
  for (const { from, to, word } of joined) for (const match of typed.slice(from, to)) addWord(index, word, match);
  addSynonyms(index, terms, typed, synonyms);

  const near = new Set<string>();
  let tried = 0;
  const matches = typed.map((match, i) => {
    if (match.numbers.length > 0 || tried++ >= MAX_SIMILAR) return match;
    return matchSimilar(index, terms[i] ?? "", near);
  });
  const missing = terms.filter((_, i) => matches[i]?.numbers.length === 0);
  const found = matches.filter(({ numbers }) => numbers.length > 0);
  const rest = { near: [...near], missing };
  const all = intersect(index, found);
  if (all.numbers.length === 0) return { match: "some", ...unite(index, found), ...rest };
  if (missing.length > 0) return { match: "some", ...all, ...rest };
  return { match: near.size > 0 ? "near" : "all", ...all, ...rest };
}
