import { singular } from "#lib/search/text/plurals.ts";
import { queryTerms } from "#lib/search/text/query-terms.ts";
import { defaultSynonyms, type SynonymLists } from "./default-synonyms.ts";

/** The longest phrase, in words, that may have synonyms. */
export const MAX_PHRASE_WORDS = 3;

/** A phrase as its terms, in the singular: "Running shoes" is ["running", "shoe"]. */
export const normalisePhrase = (phrase: string) => queryTerms(phrase).map(singular);

/** Finds the synonyms of what stands in a query. All words of a list mean the same, in every direction. */
export class Synonyms {
  readonly #phrases = new Map<string, string[][]>();

  constructor(lists: SynonymLists) {
    for (const [word, others] of Object.entries(lists)) {
      const phrases = [word, ...others]
        .map(normalisePhrase)
        .filter(({ length }) => length > 0 && length <= MAX_PHRASE_WORDS);
      for (const phrase of phrases) {
        const key = phrase.join(" ");
        const known = this.#phrases.get(key) ?? [];
        this.#phrases.set(key, [...known, ...phrases.filter((other) => other.join(" ") !== key)]);
      }
    }
  }

  /** Phrases that mean the same as some terms of a query, each as its terms. */
  of(terms: readonly string[]): readonly string[][] {
    return this.#phrases.get(terms.map(singular).join(" ")) ?? [];
  }
}

export const standardSynonyms = new Synonyms(defaultSynonyms);
