import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { flatten } from "#lib/redis/script.ts";
import { editSynonymsScript } from "#lib/search/scripts/edit-synonyms.ts";
import { defaultSynonyms, type SynonymLists } from "./default-synonyms.ts";
import { synonymsHash } from "./schema.ts";

/** Most words with synonyms. */
export const MAX_SYNONYM_WORDS = 1000;

/** The synonyms in use, and whether they are the standard ones, which no administrator has changed. */
export interface StoredSynonyms {
  lists: SynonymLists;
  isStandard: boolean;
}

const standard: StoredSynonyms = { lists: defaultSynonyms, isStandard: true };

/** Reads the synonyms. A key of another type counts for nothing. One round trip. @throws RedisUnavailableError */
export async function readSynonyms(): Promise<StoredSynonyms> {
  const [hash, exists, edited] = await withRedis((redis) =>
    Promise.all([
      redis.hGetAll(keys.searchSynonyms),
      redis.exists(keys.searchSynonyms),
      redis.exists(keys.searchSynonymsEdited),
    ]),
  );
  // There is no hash without fields: the key is something else.
  const isDamaged = exists === 1 && Object.keys(hash).length === 0;
  return edited === 1 && !isDamaged ? { lists: synonymsHash.parse({ ...hash }), isStandard: false } : standard;
}

const edit = (redis: Redis, word: string, synonyms: readonly string[]) =>
  editSynonymsScript(redis, {
    synonyms: keys.searchSynonyms,
    edited: keys.searchSynonymsEdited,
    most: MAX_SYNONYM_WORDS,
    word,
    list: synonyms.join(", "),
    rest: flatten(Object.fromEntries(Object.entries(defaultSynonyms).map(([word, list]) => [word, list.join(", ")]))),
  });

/**
 * Sets what means the same as a word. Every process follows within two seconds (lib/search/thread). One round trip.
 * @returns false when there are MAX_SYNONYM_WORDS already @throws RedisUnavailableError
 */
export async function setSynonyms(word: string, synonyms: readonly string[]): Promise<boolean> {
  return (await withRedis((redis) => edit(redis, word, synonyms))) === "ok";
}

/** Removes the synonyms of a word, if it has any. One round trip. @throws RedisUnavailableError */
export async function removeSynonyms(word: string): Promise<void> {
  await withRedis((redis) => edit(redis, word, []));
}
