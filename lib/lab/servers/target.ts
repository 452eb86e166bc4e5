import { config } from "#lib/config.ts";
import { findPrimary } from "#lib/redis/sentinel.ts";

/**
 * The address of the Redis under test: REDIS_URL, or the current primary according to the Sentinels.
 * @throws Error if the environment only names a cluster, or no Sentinel answers
 */
export async function findLabUrl(): Promise<string> {
  const { REDIS_URL: url, REDIS_SENTINEL: nodes, REDIS_SENTINEL_MASTER: master } = config();
  if (url) return url;
  if (nodes) return findPrimary({ nodes, master });
  throw new Error("The laboratory needs the address of a single server: set REDIS_URL");
}
