import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type ConnectionListener, makeClient, nodeUrls, type Redis } from "./connection.ts";

const RETRY_MS = 200;

/** Where to ask for the primary, and under which name. */
export interface Sentinels {
  /** host:port or redis://user:password@host:port, separated by commas */
  nodes: string;
  /** the name that the Sentinels monitor, or redis://user:password@name/database with what the primary itself asks for */
  master: string;
}

const address = z.tuple([z.string(), z.string()]).nullable();

const nameIn = (master: string) => (master.includes("://") ? new URL(master).hostname : master);

/** The address of a server, with the scheme, name, password and database that the primary was given. */
function urlOfPrimary(master: string, host: string, port: string): string {
  const url = new URL(master.includes("://") ? master : `redis://${master}`);
  url.hostname = host.includes(":") ? `[${host}]` : host;
  url.port = port;
  return url.href;
}

async function askSentinel(url: string, name: string): Promise<[host: string, port: string]> {
  const client = makeClient(url, { reconnect: false });
  try {
    await client.connect();
    const found = address.parse(await client.sendCommand(["SENTINEL", "GET-MASTER-ADDR-BY-NAME", name]));
    if (!found) throw new Error(`REDIS_SENTINEL_MASTER: the Sentinel watches nothing called "${name}"`);
    return found;
  } finally {
    client.destroy();
  }
}

/**
 * Asks all Sentinels at once where the primary is and takes the first answer, so that one that hangs costs nothing.
 * For two seconds after a failover some still name the old one. Two round trips, on a connection for it alone.
 * @throws Error when none answers within a second, or none knows the name
 */
export async function findPrimary({ nodes, master }: Sentinels): Promise<string> {
  try {
    const found = await Promise.any(nodeUrls(nodes).map((url) => askSentinel(url, nameIn(master))));
    return urlOfPrimary(master, ...found);
  } catch (error) {
    // One reason is enough; that a Sentinel does not know the name says more than that another does not answer.
    const reasons: Error[] = error instanceof AggregateError ? error.errors : [];
    throw reasons.find((reason) => reason.message.startsWith("REDIS_")) ?? reasons[0] ?? error;
  }
}

/**
 * Keeps a connection to the primary that the Sentinels name: whenever it breaks they are asked anew (as
 * redis.io/docs/latest/develop/reference/sentinel-clients has it), and when they say that another was promoted the old
 * one is left at once, because until they demote it, it takes writes that will be lost. The `createSentinel` of
 * node-redis sends a command again whose connection broke; a quantity would be added twice. Here it fails, as it does
 * with one server. @returns what ends it
 */
export function followPrimary(sentinels: Sentinels, listener: ConnectionListener): () => void {
  let ended = false;
  let current: { url: string; client: Redis } | null = null;
  /** the one that was promoted last, as the Sentinel said that did it; the others learn of it within two seconds */
  let promoted: string | null = null;

  async function holdOne(): Promise<never> {
    const url = promoted ?? (await findPrimary(sentinels));
    promoted = null;
    const client = makeClient(url, { reconnect: false });
    current = { url, client };
    try {
      await client.connect();
      const role = (await client.role())?.role;
      if (role !== "master") throw new Error("The Sentinels name a server that is no primary yet");
      const broken = new Promise<never>((_, reject) => {
        client.once("error", reject);
        client.once("end", () => reject(new Error("Another server is the primary now")));
      });
      if (!ended) listener.onReady(client);
      return await broken;
    } finally {
      client.destroy();
    }
  }

  const watchers = nodeUrls(sentinels.nodes).map((url) => {
    const watcher = makeClient(url);
    const leave = (message: string) => {
      const [name = "", , , host = "", port = ""] = message.split(" ");
      const url = urlOfPrimary(sentinels.master, host, port);
      if (name !== nameIn(sentinels.master) || url === current?.url) return;
      promoted = url;
      current?.client.destroy();
    };
    void watcher
      .connect()
      .then(() => watcher.subscribe("+switch-master", leave))
      .catch(() => {});
    return watcher;
  });

  void (async () => {
    while (!ended) {
      await holdOne().catch((error) => ended || listener.onLost(error));
      if (!ended) await sleep(RETRY_MS);
    }
  })();

  return () => {
    ended = true;
    current?.client.destroy();
    for (const watcher of watchers) watcher.destroy();
  };
}
