import { createCluster, RESP_TYPES, RootNodesUnavailableError } from "redis";
import { makeCredentialsProvider, usesEntraId } from "#lib/redis/security/entra-id.ts";
import { tlsSettings } from "#lib/redis/security/tls.ts";
import { CLIENT_SETTINGS, nodeUrls, type Redis, socketSettings } from "./connection.ts";
import { tolerateDamage } from "./damaged.ts";
import { watchReplies } from "./replies.ts";
import { countRoundTrips } from "./sends/count-round-trips.ts";
import { recordNode } from "./sends/record-commands.ts";

/** When a node can't be reached for this time, in milliseconds, the topology of the cluster is read again. */
const LOOK_AGAIN_MS = 500;
const RETRY_MS = 300;

/**
 * A client of a cluster, not connected yet, with the timeouts of `makeClient`. It takes the same commands as a client
 * of one server and sends each to the node that has its key; the few differences are in `client.ts` and
 * {@link listPrimaries}. Every script and transaction of the store touches one slot only.
 * @param nodes host:port or redis://…, separated by commas; the credentials of the first are used for all
 */
export function makeClusterClient(nodes: string): Redis {
  const urls = nodeUrls(nodes);
  const [first = ""] = urls;
  const { username, password, protocol } = new URL(first);
  const cluster = createCluster({
    rootNodes: urls.map((url) => ({ url, socket: tlsSettings(url) })),
    // The nodes that the root nodes name do not inherit the options of the root nodes.
    defaults: {
      ...CLIENT_SETTINGS,
      ...(username ? { username: decodeURIComponent(username) } : {}),
      ...(password ? { password: decodeURIComponent(password) } : {}),
      socket: { ...socketSettings(), ...(protocol === "rediss:" ? { tls: true as const } : {}) },
      // Read for each node: every connection needs a provider of its own.
      get credentialsProvider() {
        return usesEntraId(first) ? makeCredentialsProvider() : undefined;
      },
    },
    // The options of the socket of each node: its certificate is checked for its own name.
    nodeAddressMap: (address) => {
      const [, host = "", port = ""] = /^(.*):(\d+)$/.exec(address) ?? [];
      const name = host.includes(":") ? `[${host}]` : host;
      return { host, port: Number(port), ...tlsSettings(`${protocol}//${name}`) };
    },
    commandOptions: CLIENT_SETTINGS.commandOptions,
    // Connecting to all nodes at once would wait for one that is frozen, and use none meanwhile.
    minimizeConnections: true,
    topologyRefreshOnReconnectionAttemptStrategy: LOOK_AGAIN_MS,
  });
  cluster.on("error", () => {});
  cluster.on("node-error", () => {});
  cluster.on("node-ready", () => {
    for (const { client } of cluster.masters) {
      if (!client) continue;
      watchReplies(client, { refuses: true });
      recordNode(client);
    }
    // Like a client of one server: whenever a connection is ready again.
    if (cluster.isReady) cluster.emit("ready");
  });
  readSlotsAgain(cluster._slots);
  const [connect, destroy] = [cluster.connect.bind(cluster), cluster.destroy.bind(cluster)];
  let ended = false;
  // Keeps trying, like a client of one server. By default a cluster client gives up when no node answers.
  cluster.connect = async () => {
    while (!ended) {
      try {
        await connect();
        cluster.emit("ready");
        break;
      } catch (error) {
        // Why each node could not be used was said before this.
        if (!(error instanceof RootNodesUnavailableError)) cluster.emit("error", error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    return cluster;
  };
  cluster.destroy = () => {
    ended = true;
    if (cluster.isOpen) destroy();
  };
  return tolerateDamage(countRoundTrips(cluster as unknown as Redis));
}

/**
 * A client whose list of slots was read from a node that did not know who has some of them, as in the middle of a
 * failover, would never send a command for those, and so never learn who has them: it threw a TypeError for two minutes
 * (measured). The list is read again, and the command fails as it does while the cluster is down.
 */
function readSlotsAgain<A extends unknown[], R>(slots: {
  getClientAndSlotNumber(...args: A): Promise<R>;
  rediscover(): Promise<void>;
}): void {
  const find = slots.getClientAndSlotNumber.bind(slots);
  slots.getClientAndSlotNumber = async (...args) => {
    try {
      return await find(...args);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      // Reading it may wait for a node that hangs: nobody waits for that.
      slots.rediscover().catch(() => {});
      throw new Error("CLUSTERDOWN Nobody is known to have the slot of this key", { cause: error });
    }
  };
}

/** A client of each primary, for commands without a key: the one server, or every primary of a cluster. */
export async function listPrimaries(redis: Redis): Promise<Redis[]> {
  if (!("masters" in redis)) return [redis];
  const cluster = redis as unknown as ReturnType<typeof createCluster>;
  return Promise.all(cluster.masters.map(async (node) => (await cluster.nodeClient(node)) as unknown as Redis));
}

/**
 * The primaries of a cluster as one of them names them now, by their addresses. The client itself learns of another only
 * when a command of its own is sent on to it, or when it has lost the connection to one. One round trip.
 */
export async function readPrimaries(redis: Redis): Promise<Map<string, Redis>> {
  const cluster = redis as unknown as ReturnType<typeof createCluster>;
  const [first] = await listPrimaries(redis);
  const shards = (await first?.clusterSlots()) ?? [];
  const named = new Set(shards.map(({ master }) => `${master.host}:${master.port}`));
  const isKnown = cluster.masters.length === named.size && cluster.masters.every(({ address }) => named.has(address));
  if (!isKnown && named.size > 0) await cluster._slots.rediscover();
  const { masters } = cluster;
  const clients = await Promise.all(masters.map(async (node) => (await cluster.nodeClient(node)) as unknown as Redis));
  return new Map(clients.map((client, i) => [masters[i]?.address ?? "", client]));
}

/** A client of the primary that has a key: the one server, or the primary of its slot. No round trip. */
export async function nodeOf(redis: Redis, key: string): Promise<Redis> {
  if (!("masters" in redis)) return redis;
  const cluster = redis as unknown as ReturnType<typeof createCluster>;
  return (await cluster.getNodeClientForKey(key)) as unknown as Redis;
}

/**
 * Sends a command as it is, to the node that has its key on a cluster: for keys and values that are bytes, not text, and
 * for whoever wants the errors of damaged keys. One round trip.
 */
export function sendKeyCommand(redis: Redis, key: string | Buffer, args: (string | Buffer)[]) {
  if (!("masters" in redis)) return redis.sendCommand(args);
  return (redis as unknown as ReturnType<typeof createCluster>).sendCommand(key, false, args);
}

/** The same connection with replies in bytes: texts that Redis holds need not be UTF-8. */
export function withBytes(redis: Redis): Redis {
  return redis.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }) as unknown as Redis;
}

/** Pages of matching keys from every primary. One round trip per page. */
export async function* scanPages(
  redis: Redis,
  options: Parameters<Redis["scanIterator"]>[0],
): AsyncGenerator<string[]> {
  for (const primary of await listPrimaries(redis)) yield* primary.scanIterator(options);
}

const SLOTS_BEGIN = 8;

/**
 * Which primary has which slots, for whoever compares it with what it was before. One round trip.
 * @returns "" where it is one server, or where CLUSTER is not permitted
 */
export async function describeSlots(redis: Redis): Promise<string> {
  if (!("masters" in redis)) return "";
  const primaries = await listPrimaries(redis);
  const tables = await Promise.all(
    primaries.map((primary) => primary.sendCommand(["CLUSTER", "NODES"]).then(String, () => "")),
  );
  const own = tables.map(
    (table) =>
      table
        .split("\n")
        .find((line) => line.includes("myself"))
        ?.split(" ") ?? [],
  );
  return own
    .map(([id, ...rest]) => [id, ...rest.slice(SLOTS_BEGIN - 1)].join(" "))
    .sort()
    .join("\n");
}
