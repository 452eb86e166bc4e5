import { z } from "zod";
import { config } from "#lib/config.ts";
import { readServerInfo } from "#lib/redis/server-info.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import { openClient } from "./connect.ts";
import { findLabUrl } from "./target.ts";

/** Where the keys of a bulk run live: on the one server, or on the nodes of `REDIS_CLUSTER`. */

/** The reply to CLUSTER SLOTS: first and last slot, then the primary's host and port, then replicas. */
const slots = z.array(
  z.tuple([z.number(), z.number(), z.tuple([z.string(), z.number()]).rest(z.unknown())]).rest(z.unknown()),
);

type Client = Awaited<ReturnType<typeof openClient>>;

async function openAny(addresses: readonly string[]): Promise<{ client: Client; host: string }> {
  for (const address of addresses) {
    try {
      return { client: await openClient(`redis://${address}`), host: address.slice(0, address.lastIndexOf(":")) };
    } catch (error) {
      if (!isRedisAway(error)) throw error;
    }
  }
  throw new Error("No node of REDIS_CLUSTER answers");
}

/**
 * The address of the server that holds each key. Two round trips to a cluster, none otherwise.
 * @throws Error when no node answers or a slot is nobody's
 */
export async function findNodes(keys: readonly string[]): Promise<Map<string, string>> {
  const cluster = config().REDIS_CLUSTER;
  if (!cluster) {
    const url = await findLabUrl();
    return new Map(keys.map((key) => [key, url]));
  }
  const { client, host } = await openAny(cluster.split(",").map((address) => address.trim()));
  try {
    const ranges = slots.parse(await client.sendCommand(["CLUSTER", "SLOTS"]));
    const numbers = await Promise.all(keys.map((key) => client.clusterKeySlot(key)));
    return new Map(
      keys.map((key, i) => {
        const slot = Number(numbers[i]);
        const range = ranges.find(([first, last]) => first <= slot && slot <= last);
        if (!range) throw new Error(`Slot ${slot} of the cluster is nobody's`);
        const [name, port] = range[2];
        // A node that does not know its own name means the one that it was asked under.
        return [key, `redis://${name || host}:${port}`];
      }),
    );
  } finally {
    client.destroy();
  }
}

/** Does something on each server, by a connection for it alone. */
async function onEach<T>(urls: Iterable<string>, work: (client: Client, url: string) => Promise<T>): Promise<T[]> {
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

/** Does something for each key on a connection to the server that holds it. */
export async function forEachKey<T>(
  nodes: ReadonlyMap<string, string>,
  work: (client: Client, key: string) => Promise<T>,
): Promise<T[]> {
  const results = await onEach(nodes.values(), (client, url) =>
    Promise.all([...nodes].filter(([, node]) => node === url).map(([key]) => work(client, key))),
  );
  return results.flat();
}

/** Removes keys, each where it lives. */
export async function unlinkKeys(keys: readonly string[]): Promise<void> {
  await forEachKey(await findNodes(keys), (client, key) => client.unlink(key));
}

/** Bytes in use on all of these servers together. */
export async function usedMemory(urls: Iterable<string>): Promise<number> {
  const figures = await onEach(urls, readServerInfo);
  return figures.reduce((sum, { used_memory }) => sum + used_memory, 0);
}
