import { config } from "#lib/config.ts";
import { makeClient, nodeUrls } from "#lib/redis/connection.ts";

/** A Redis that answers and is not what its variable says: waiting for it would be in vain. */

const CLUSTER = "is a node of a cluster, which REDIS_CLUSTER names";
const SENTINEL = "is a Sentinel, which REDIS_SENTINEL names";

/** What a server replies that is another one than was meant, and how that is put. */
const REPLIES: readonly (readonly [RegExp, string])[] = [
  [
    /DB index is out of range/,
    "names a database that this Redis does not have. They begin with 0; CONFIG GET databases says how many",
  ],
  [/SELECT is not allowed in cluster mode/, `${CLUSTER}; it has no database but 0`],
  [/^MOVED \d/, CLUSTER],
  [/cluster support disabled/, "is no cluster. REDIS_URL names a single server"],
  [/unknown command '(SENTINEL)'/i, "is no Sentinel. REDIS_URL names a single server"],
  [/unknown command '(CLUSTER|EXISTS|EVAL|GET|HGET|SET)'/i, SENTINEL],
  [/the Sentinel monitors nothing called/, "is a name that the Sentinels of REDIS_SENTINEL do not know"],
];

/** What is wrong with the server of which an error tells, to follow the name of a variable; null if nothing is known. */
export function explainWrongServer(error: unknown): string | null {
  const { message, cause } = error instanceof Error ? error : new Error();
  const [, words = null] = REPLIES.find(([reply]) => reply.test(message)) ?? [];
  return words ?? (cause ? explainWrongServer(cause) : null);
}

/** Asks the first node of REDIS_CLUSTER what it is: the client of a cluster keeps that to itself. One round trip. */
export async function findWrongNode(): Promise<string | null> {
  const [url] = nodeUrls(config().REDIS_CLUSTER ?? "");
  if (!config().REDIS_CLUSTER || !url) return null;
  const client = makeClient(url, { reconnect: false });
  try {
    await client.connect();
    await client.sendCommand(["CLUSTER", "INFO"]);
    return null;
  } catch (error) {
    return explainWrongServer(error);
  } finally {
    if (client.isOpen) client.destroy();
  }
}
