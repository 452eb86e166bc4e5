import { logError } from "#lib/log.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { readSynonyms } from "#lib/search/synonyms/store.ts";
import { Synonyms, standardSynonyms } from "#lib/search/synonyms/synonyms.ts";

/** Changes are rare and reading takes Redis microseconds, so there is no channel for them. */
const READ_EVERY_MS = 2000;

/** Follows the synonyms in Redis. @returns a function that returns the newest ones that were read */
export function followSynonyms(): () => Synonyms {
  let current = standardSynonyms;
  let known = "";
  const read = async () => {
    try {
      const { lists } = await readSynonyms();
      const text = JSON.stringify(lists);
      if (text !== known) current = new Synonyms(lists);
      known = text;
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) logError("search-synonyms-failed", error);
    }
  };
  void read();
  setInterval(() => void read(), READ_EVERY_MS).unref();
  return () => current;
}
