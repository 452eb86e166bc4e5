import SearchableMap from "minisearch/SearchableMap";
import { fnv1a } from "#lib/hash.ts";
import { parseMoney } from "#lib/money.ts";
import { describeCategory } from "#lib/sku/categories.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { tokenize } from "./tokenize.ts";

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

/** The lowest bits of a posting: the field of {@link textsOf} in which the word occurs. */
const FIELD_BITS = 2;
/** The numbers of removed entries are reclaimed when there are this many and they are a quarter of all. */
const MIN_REMOVED = 1000;

/** The fields in which a word may occur, in ascending weight. */
function textsOf(sku: Sku): string[] {
  return [sku.description, `${sku.category} ${describeCategory(sku.category).title}`, sku.brand, sku.name];
}

/**
 * A full-text index of the catalogue. The radix tree of MiniSearch finds words by prefix and by similarity; each word has
 * a plain list of numbers, because MiniSearch's own maps took twice as long to fill and 2 to 200 times as long to search
 * (docs/search.md), and because its scores change with every edit, which breaks cursors.
 */
export class SearchIndex {
  /** word → postings: the number of an entry and, in the lowest bits, the most important field with the word */
  words = new SearchableMap<number[]>();
  /** By number. A SKU whose words change gets a new number; the old one becomes undefined. */
  entries: (Entry | undefined)[] = [];
  #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  ids(): IterableIterator<string> {
    return this.#numbers.keys();
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
    const words = texts.map(tokenize);
    const entry = { id, price, stock, category, brand, created, nameWords: words.at(-1)?.length ?? 0, textHash };
    this.#numbers.set(id, this.entries.length);
    this.#addWords(this.entries.push(entry) - 1, words);
  }

  #addWords(number: number, words: readonly string[][]): void {
    const best = new Map(words.flatMap((ofField, field) => ofField.map((word) => [word, field] as const)));
    for (const [word, field] of best) this.words.fetch(word, () => []).push((number << FIELD_BITS) | field);
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
    const words = new SearchableMap<number[]>();
    for (const [word, postings] of this.words) {
      const remaining = postings.flatMap((posting) => {
        const number = renumbered.get(posting >>> FIELD_BITS);
        return number === undefined ? [] : (number << FIELD_BITS) | (posting & 3);
      });
      if (remaining.length > 0) words.set(word, remaining);
    }
    this.words = words;
    this.entries = kept;
    this.#numbers = new Map(kept.map((entry, number) => [entry.id, number]));
  }
}
