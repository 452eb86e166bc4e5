import SearchableMap from "minisearch/SearchableMap";
import { fnv1a } from "#lib/crypto/hash.ts";
import { parseMoney } from "#lib/money.ts";
import { IS_UNSPACED, piecesOf } from "#lib/search/text/unspaced.ts";
import { compact, joinChunk, splitChunks } from "#lib/search/text/words.ts";
import { describeCategory } from "#lib/sku/categories.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { makePosting, numberOf, Postings } from "./postings.ts";

/** What the index stores of a SKU besides its words. */
export interface Entry {
  id: string;
  /** minor units */
  price: number;
  stock: number;
  category: string;
  brand: string;
  /** ms since 1970 */
  created: number;
  nameWords: number;
  /** hash of all indexed text */
  textHash: number;
}

/** The fields in which a word may occur, in ascending weight. */
export const [DESCRIPTION, CATEGORY, BRAND, NAME] = [0, 1, 2, 3] as const;
/** The numbers of removed entries are reclaimed when there are this many and they are a quarter of all. */
const MIN_REMOVED = 1000;

function textsOf(sku: Sku): string[] {
  return [sku.description, `${sku.category} ${describeCategory(sku.category).title}`, sku.brand, sku.name];
}

export const reverse = (word: string) => [...word].reverse().join("");

/**
 * The words of a text: each word, what was written as one with a hyphen ("wifi" for "Wi-Fi"), and the parts of unspaced
 * text.
 */
function indexedWords(chunks: readonly string[][]): string[] {
  const words: string[] = [];
  for (const chunk of chunks) {
    for (const word of chunk) {
      if (IS_UNSPACED.test(word)) words.push(...piecesOf(word));
      else words.push(word);
    }
    const joined = joinChunk(chunk);
    if (joined) words.push(joined);
  }
  return words;
}

/**
 * A full-text index of the catalogue. The radix tree of MiniSearch finds words by prefix and by similarity; each word
 * has a plain list of numbers, because MiniSearch's own maps took twice as long to fill and 2 to 200 times as long to
 * search (docs/search.md), and because its scores change with every edit, which breaks cursors.
 */
export class SearchIndex {
  /** word → postings: the number of an entry and the most important field with the word */
  readonly words = new Postings();
  /** The same words, to find them by their beginning or a similar word. The lists are shared. */
  readonly tree = new SearchableMap<readonly number[]>();
  /** Adjacent words of names and brands as one: "desklamp" for "Desk Lamp". */
  readonly joined = new Postings();
  /** Ids without punctuation. */
  readonly compactIds = new Postings();
  /** The words of names backwards, to find them by their end. */
  readonly endings = new SearchableMap<readonly number[]>();
  readonly #withEnding = new Set<string>();
  /** By number. A SKU whose words change gets a new number; the old one becomes undefined. */
  entries: (Entry | undefined)[] = [];
  #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  ids(): IterableIterator<string> {
    return this.#numbers.keys();
  }

  /** Whether a SKU has the word, also as two adjacent words. */
  hasWord(word: string): boolean {
    const isPresent = (posting: number) => this.entries[numberOf(posting)] !== undefined;
    return [this.words, this.joined].some((postings) => postings.get(word)?.some(isPresent));
  }

  /** Adds or updates a SKU. @param created ms since 1970 */
  put(sku: Sku, created: number): void {
    const texts = textsOf(sku);
    const textHash = fnv1a(texts.join("\0"));
    const { id, stock, category, brand } = sku;
    const number = this.#numbers.get(id);
    const old = number === undefined ? undefined : this.entries[number];
    const price = parseMoney(sku.price) ?? 0;
    if (old?.textHash === textHash) {
      Object.assign(old, { price, stock, created });
      return;
    }
    this.remove(id);
    const chunks = texts.map(splitChunks);
    const nameWords = chunks[NAME]?.flat().length ?? 0;
    this.#numbers.set(id, this.entries.length);
    this.compactIds.add(compact(id), makePosting(this.entries.length, NAME));
    this.#addWords(this.entries.push({ id, price, stock, category, brand, created, nameWords, textHash }) - 1, chunks);
  }

  #addWords(number: number, chunks: readonly string[][][]): void {
    const best = new Map<string, number>();
    chunks.forEach((ofField, field) => {
      for (const word of indexedWords(ofField)) best.set(word, field);
    });
    for (const [word, field] of best) {
      const added = this.words.add(word, makePosting(number, field));
      if (added) this.tree.set(word, added);
      if (field === NAME) this.#addEnding(word);
    }
    const joined = new Map<string, number>();
    for (const field of [BRAND, NAME]) {
      const words = chunks[field]?.flat() ?? [];
      for (let i = 1; i < words.length; i++) joined.set(`${words[i - 1]}${words[i]}`, field);
    }
    for (const [word, field] of joined) this.joined.add(word, makePosting(number, field));
  }

  #addEnding(word: string): void {
    if (this.#withEnding.has(word)) return;
    this.#withEnding.add(word);
    this.endings.set(reverse(word), this.words.get(word) ?? []);
  }

  remove(id: string): void {
    const number = this.#numbers.get(id);
    if (number === undefined) return;
    this.entries[number] = undefined;
    this.#numbers.delete(id);
    const removed = this.entries.length - this.size;
    if (removed >= MIN_REMOVED && removed * 4 > this.entries.length) this.#reclaim();
  }

  /** Renumbers the entries without gaps. 100,000 take about 0.1 s. */
  #reclaim(): void {
    const renumbered = new Map<number, number>();
    const kept: Entry[] = [];
    this.entries.forEach((entry, number) => {
      if (entry) renumbered.set(number, kept.push(entry) - 1);
    });
    for (const word of this.words.renumber(renumbered)) {
      this.tree.delete(word);
      if (this.#withEnding.delete(word)) this.endings.delete(reverse(word));
    }
    this.joined.renumber(renumbered);
    this.compactIds.renumber(renumbered);
    this.entries = kept;
    this.#numbers = new Map(kept.map((entry, number) => [entry.id, number]));
  }
}
