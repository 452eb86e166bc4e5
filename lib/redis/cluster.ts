import { createCluster } from "redis";
import { CLIENT_SETTINGS, nodeUrls, type Redis, SOCKET_SETTINGS } from "./connection.ts";

/** A node that can't be reached is given up for a new look at the cluster after so long, in milliseconds. */
const LOOK_AGAIN_MS = 500;
const RETRY_MS = 300;

/**
 * A connection to each primary of a cluster, not connected yet, with the deadlines of `makeClient`. It takes the
 * same commands as a client of one server and sends each where its key lives; the few things that differ are in
 * `client.ts` and {@link listPrimaries}. Every script and transaction of the store touches one slot only (DESIGN §3).
 * @param nodes host:port or redis://…, separated by commas; the first one's name and password go for all
 */
export function makeClusterClient(nodes: string): Redis {
  const urls = nodeUrls(nodes);
  const { username, password, protocol } = new URL(urls[0] ?? "");
  const cluster = createCluster({
    rootNodes: urls.map((url) => ({ url })),
    // What the root nodes are given is not inherited by the nodes that they name (DESIGN §7).
    defaults: {
      ...CLIENT_SETTINGS,
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
      socket: { ...SOCKET_SETTINGS, ...(protocol === "rediss:" ? { tls: true as const } : {}) },
    },
    commandOptions: CLIENT_SETTINGS.commandOptions,
    topologyRefreshOnReconnectionAttemptStrategy: LOOK_AGAIN_MS,
  });
  cluster.on("error", () => {});
  cluster.on("node-error", () => {});
  // As a client of one server says it: whenever a connection stands again.
  cluster.on("node-ready", () => cluster.isReady && cluster.emit("ready"));
  const [connect, destroy] = [cluster.connect.bind(cluster), cluster.destroy.bind(cluster)];
  let ended = false;
  // And as that does: it goes on trying. By itself a cluster gives up when no node answers.
  cluster.connect = async () => {
    while (!ended) {
      try {
        await connect();
        cluster.emit("ready");
        break;
      } catch (error) {
        cluster.emit("error", error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    return cluster;
  };
  cluster.destroy = () => {
    ended = true;
    if (cluster.isOpen) destroy();
  };
  return cluster as unknown as Redis;
}

/** A connection to each primary, for what has no key to be sent by: the one server, or every node of a cluster. */
export async function listPrimaries(redis: Redis): Promise<Redis[]> {
  if (!("masters" in redis)) return [redis];
  const cluster = redis as unknown as ReturnType<typeof createCluster>;
  return Promise.all(cluster.masters.map(async (node) => (await cluster.nodeClient(node)) as unknown as Redis));
}

/** Pages of the keys that match, on every primary. One round trip a page. */
export async function* scanPages(
  redis: Redis,
  options: Parameters<Redis["scanIterator"]>[0],
): AsyncGenerator<string[]> {
  for (const primary of await listPrimaries(redis)) yield* primary.scanIterator(options);
}
