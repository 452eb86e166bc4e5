import { config } from "#lib/config.ts";
import { findPrimary } from "#lib/redis/sentinel.ts";

/** Begins the address of a cluster, which goes on as `REDIS_CLUSTER` does. */
const CLUSTER = "cluster:";

/** The nodes in the address of a cluster, separated by commas; null if it is the address of one server. */
export function clusterNodesOf(url: string): string | null {
  return url.startsWith(CLUSTER) ? url.slice(CLUSTER.length) : null;
}

/**
 * The address of the Redis under test: that of REDIS_URL, `cluster:` and the nodes of REDIS_CLUSTER, or that of the
 * current primary according to the Sentinels.
 * @throws Error if the environment names none of them, or no Sentinel answers
 */
export async function findLabUrl(): Promise<string> {
  const { REDIS_URL: url, REDIS_CLUSTER: cluster, REDIS_SENTINEL: nodes, REDIS_SENTINEL_MASTER: master } = config();
  if (url) return url;
  if (cluster) return `${CLUSTER}${cluster}`;
  if (nodes) return findPrimary({ nodes, master });
  throw new Error("The laboratory needs a Redis: set REDIS_URL");
}

/**
 * Makes an address from {@link findLabUrl} the Redis of this process, for the functions of the store. Before the first
 * use of the configuration.
 */
export function useAsStoreRedis(url: string): void {
  for (const name of ["REDIS_URL", "REDIS_CLUSTER", "REDIS_SENTINEL"]) delete process.env[name];
  const cluster = clusterNodesOf(url);
  process.env[cluster === null ? "REDIS_URL" : "REDIS_CLUSTER"] = cluster ?? url;
}
