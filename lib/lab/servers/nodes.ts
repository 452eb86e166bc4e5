import { z } from "zod";
import { config } from "#lib/config.ts";
import { nodeUrls } from "#lib/redis/connection.ts";
import { readServerInfo } from "#lib/redis/server/server-info.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import { openClient } from "./connect.ts";
import { findLabUrl } from "./target.ts";

/** The servers that hold the keys of a bulk run: the server under test, or the nodes of `REDIS_CLUSTER`. */

/** The reply to CLUSTER SLOTS: first and last slot, then host and port of the primary, then replicas. */
const slots = z.array(
  z.tuple([z.number(), z.number(), z.tuple([z.string(), z.number()]).rest(z.unknown())]).rest(z.unknown()),
);

type Client = Awaited<ReturnType<typeof openClient>>;

/** Connects to the first node that answers. @returns the client, and the URL of the node */
async function connectToAny(urls: readonly string[]): Promise<{ client: Client; url: URL }> {
  for (const node of urls) {
    // The credentials and TLS of the first are those of all.
    const url = new URL(urls[0] ?? node);
    url.host = new URL(node).host;
    try {
      return { client: await openClient(url.href), url };
    } catch (error) {
      if (!isRedisAway(error)) throw error;
    }
  }
  throw new Error("No node of REDIS_CLUSTER answers");
}

/** A range of slots, and the URL of the primary that has it. */
interface SlotRange {
  first: number;
  last: number;
  node: string;
}

/** Reads which primary of a cluster has which slots, over a connection to the first node that answers. */
async function readSlots<T>(cluster: string, work: (client: Client, slots: SlotRange[]) => Promise<T>): Promise<T> {
  const { client, url } = await connectToAny(nodeUrls(cluster));
  try {
    const ranges = slots.parse(await client.sendCommand(["CLUSTER", "SLOTS"]));
    return await work(
      client,
      ranges.map(([first, last, [name, port]]) => {
        const node = new URL(url);
        // A node that does not know its own host name reports an empty one: the one that we used to reach it.
        if (name) node.hostname = name.includes(":") ? `[${name}]` : name;
        node.port = String(port);
        return { first, last, node: node.href };
      }),
    );
  } finally {
    client.destroy();
  }
}

/**
 * The address of the server that holds each key. Two round trips to a cluster, none otherwise.
 * @throws Error if no node answers or a slot is not assigned
 */
export async function findNodes(keys: readonly string[]): Promise<Map<string, string>> {
  const cluster = config().REDIS_CLUSTER;
  if (!cluster) {
    const url = await findLabUrl();
    return new Map(keys.map((key) => [key, url]));
  }
  return readSlots(cluster, async (client, ranges) => {
    const numbers = await Promise.all(keys.map((key) => client.clusterKeySlot(key)));
    return new Map(
      keys.map((key, i) => {
        const slot = Number(numbers[i]);
        const range = ranges.find(({ first, last }) => first <= slot && slot <= last);
        if (!range) throw new Error(`Slot ${slot} of the cluster is not assigned to a node`);
        return [key, range.node];
      }),
    );
  });
}

/**
 * The servers of a cluster or under Sentinel that a run uses, as host:port; null where it uses one server of REDIS_URL.
 * @param keys that the run uses, if they are on the nodes of REDIS_CLUSTER even beside REDIS_URL
 */
export async function nameNodes(keys: readonly string[]): Promise<string | null> {
  const { REDIS_URL, REDIS_CLUSTER, REDIS_SENTINEL } = config();
  const hostOf = (url: string) => new URL(url).host;
  if (REDIS_CLUSTER && keys.length > 0)
    return [...new Set((await findNodes(keys)).values())].map(hostOf).sort().join(", ");
  if (REDIS_URL) return null;
  if (REDIS_CLUSTER) {
    const primaries = await readSlots(REDIS_CLUSTER, async (_, slots) => slots.map(({ node }) => hostOf(node)));
    return [...new Set(primaries)].sort().join(", ");
  }
  return REDIS_SENTINEL ? `${hostOf(await findLabUrl())}, named by Sentinel` : null;
}

/** Does something on each server, over a new connection. */
async function onEachServer<T>(
  urls: Iterable<string>,
  work: (client: Client, url: string) => Promise<T>,
): Promise<T[]> {
  return Promise.all(
    [...new Set(urls)].map(async (url) => {
      const client = await openClient(url);
      try {
        return await work(client, url);
      } finally {
        client.destroy();
      }
    }),
  );
}

/** Does something for each key, over a connection to the server that holds it. */
export async function forEachKey<T>(
  nodes: ReadonlyMap<string, string>,
  work: (client: Client, key: string) => Promise<T>,
): Promise<T[]> {
  const results = await onEachServer(nodes.values(), (client, url) =>
    Promise.all([...nodes].filter(([, node]) => node === url).map(([key]) => work(client, key))),
  );
  return results.flat();
}

/** Deletes keys, each on the server that holds it. */
export async function unlinkKeys(keys: readonly string[]): Promise<void> {
  await forEachKey(await findNodes(keys), (client, key) => client.unlink(key));
}

/** Total memory in use on these servers, in bytes. */
export async function usedMemory(urls: Iterable<string>): Promise<number> {
  const figures = await onEachServer(urls, readServerInfo);
  return figures.reduce((sum, { used_memory }) => sum + used_memory, 0);
}
