import SearchableMap from "minisearch/SearchableMap";
import { fnv1a } from "#lib/hash.ts";
import { parseMoney } from "#lib/money.ts";
import { describeCategory } from "#lib/sku/categories.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { wordsOf } from "#lib/sku/words.ts";

/** What the index knows of a SKU besides its words. */
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
  /** digest of everything that words are taken from */
  text: number;
}

/** Where a word stands, in ascending weight; the lowest two bits of a posting. */
export const FIELDS = ["description", "category", "brand", "name"] as const;
const FIELD_BITS = 2;
/** Numbers of entries that are gone are reclaimed when there are so many, and a quarter of all. */
const MIN_DEAD = 1000;

function textsOf(sku: Sku): string[] {
  return [sku.description, `${sku.category} ${describeCategory(sku.category).title}`, sku.brand, sku.name];
}

/**
 * The catalogue by words. MiniSearch's own radix tree finds words by beginning and by similarity; what stands at a word
 * is a plain list of numbers, because MiniSearch's maps took 10 times the time to fill and 2 to 100 times to ask
 * (docs/search.md), and because its scores shift with every edit, which no cursor survives.
 */
export class CatalogueIndex {
  /** word → postings: the number of an entry and, in the lowest bits, the best field in which the word stands */
  words = new SearchableMap<number[]>();
  /** By number. A SKU whose words change gets a new number; the old one is left empty. */
  entries: (Entry | undefined)[] = [];
  #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  has(id: string): boolean {
    return this.#numbers.has(id);
  }

  ids(): IterableIterator<string> {
    return this.#numbers.keys();
  }

  /** Adds a SKU or brings it up to date. @param created ms since 1970 */
  put(sku: Sku, created: number): void {
    const texts = textsOf(sku);
    const text = fnv1a(texts.join("\0"));
    const { id, stock, category, brand } = sku;
    const number = this.#numbers.get(id);
    const old = number === undefined ? undefined : this.entries[number];
    const price = parseMoney(sku.price) ?? 0;
    if (old?.text === text) {
      Object.assign(old, { price, stock, created });
      return;
    }
    this.remove(id);
    const words = texts.map(wordsOf);
    const entry = { id, price, stock, category, brand, created, nameWords: words.at(-1)?.length ?? 0, text };
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
    const dead = this.entries.length - this.size;
    if (dead >= MIN_DEAD && dead * 4 > this.entries.length) this.#reclaim();
  }

  /** Gives the entries new numbers without gaps. 100,000 take about 0.1 s. */
  #reclaim(): void {
    const renumbered = new Map<number, number>();
    const kept: Entry[] = [];
    this.entries.forEach((entry, number) => {
      if (entry) renumbered.set(number, kept.push(entry) - 1);
    });
    const words = new SearchableMap<number[]>();
    for (const [word, postings] of this.words) {
      const left = postings.flatMap((posting) => {
        const number = renumbered.get(posting >>> FIELD_BITS);
        return number === undefined ? [] : (number << FIELD_BITS) | (posting & 3);
      });
      if (left.length > 0) words.set(word, left);
    }
    this.words = words;
    this.entries = kept;
    this.#numbers = new Map(kept.map((entry, number) => [entry.id, number]));
  }
}
