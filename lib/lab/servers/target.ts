import { config } from "#lib/config.ts";
import { findPrimary } from "#lib/redis/sentinel.ts";

/**
 * The address of the Redis under test: that of REDIS_URL, or the primary that the Sentinels name just now.
 * @throws Error when the environment names only a cluster, or no Sentinel answers
 */
export async function findLabUrl(): Promise<string> {
  const { REDIS_URL: url, REDIS_SENTINEL: nodes, REDIS_SENTINEL_MASTER: master } = config();
  if (url) return url;
  if (nodes) return findPrimary({ nodes, master });
  throw new Error("The laboratory needs the address of one server: set REDIS_URL");
}
