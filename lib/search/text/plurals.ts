import { LRUCache } from "lru-cache";
import pluralize from "pluralize";

/** Words with a digit, or of another script than Latin, have no English plural. */
const IS_ENGLISH = /^[a-z]{2,}$/;
const cache = new LRUCache<string, readonly string[]>({ max: 5000 });

/** The singular of an English word ("mice" → "mouse"); any other word unchanged. */
export const singular = (word: string) => (IS_ENGLISH.test(word) ? pluralize.singular(word) : word);

/** An English word with its singular and plural, itself first; any other word alone. */
export function wordForms(word: string): readonly string[] {
  if (!IS_ENGLISH.test(word)) return [word];
  const known = cache.get(word);
  if (known) return known;
  const forms = [...new Set([word, pluralize.singular(word), pluralize.plural(word)])];
  cache.set(word, forms);
  return forms;
}
