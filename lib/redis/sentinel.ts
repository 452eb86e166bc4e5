import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type ConnectionListener, makeClient, nodeUrls, type Redis } from "./connection.ts";
import { isReadOnlyError } from "./unavailable.ts";

const RETRY_MS = 200;

/** The Sentinels to ask for the primary, and its name. */
export interface Sentinels {
  /** host:port or redis://user:password@host:port, separated by commas */
  nodes: string;
  /**
   * the name that the Sentinels monitor, or redis://user:password@name/database with the credentials of the primary; a
   * mere name means TLS where the Sentinels are reached by TLS
   */
  master: string;
}

const address = z.tuple([z.string(), z.string()]).nullable();

const nameIn = (master: string) => (master.includes("://") ? new URL(master).hostname : master);

/** The URL of a server with the scheme, credentials and database that were configured for the primary. */
function urlOfPrimary({ nodes, master }: Sentinels, host: string, port: string): string {
  const scheme = nodes.trim().startsWith("rediss://") ? "rediss" : "redis";
  const url = new URL(master.includes("://") ? master : `${scheme}://${master}`);
  url.hostname = host.includes(":") ? `[${host}]` : host;
  url.port = port;
  return url.href;
}

async function askSentinel(url: string, name: string): Promise<[host: string, port: string]> {
  const client = makeClient(url, { reconnect: false });
  try {
    await client.connect();
    const found = address.parse(await client.sendCommand(["SENTINEL", "GET-MASTER-ADDR-BY-NAME", name]));
    if (!found) throw new Error(`REDIS_SENTINEL_MASTER: the Sentinel monitors nothing called "${name}"`);
    return found;
  } finally {
    client.destroy();
  }
}

/**
 * Asks all Sentinels at once where the primary is and takes the first answer, so a Sentinel that hangs costs nothing.
 * For about two seconds after a failover some still name the old primary. Two round trips on a connection of its own.
 * @throws Error when none answers within a second, or none knows the name
 */
export async function findPrimary(sentinels: Sentinels): Promise<string> {
  const { nodes, master } = sentinels;
  try {
    const found = await Promise.any(nodeUrls(nodes).map((url) => askSentinel(url, nameIn(master))));
    return urlOfPrimary(sentinels, ...found);
  } catch (error) {
    // One reason is enough. "Unknown name" says more than "does not answer".
    const reasons: Error[] = error instanceof AggregateError ? error.errors : [];
    throw reasons.find((reason) => reason.message.startsWith("REDIS_")) ?? reasons[0] ?? error;
  }
}

/**
 * Keeps a connection to the primary that the Sentinels name. Whenever it breaks, they are asked again
 * (redis.io/docs/latest/develop/reference/sentinel-clients). When they announce that another server was promoted, the
 * old one is abandoned at once: until it is demoted it accepts writes that will be lost. node-redis' `createSentinel`
 * resends a command whose connection broke, which would add a quantity twice; here the command fails, as it does with
 * one server.
 * @param options of {@link makeClient}
 * @returns a function that closes the connection
 */
export function followPrimary(
  sentinels: Sentinels,
  listener: ConnectionListener,
  options: { invalidations?: boolean } = {},
): () => void {
  let ended = false;
  let current: { url: string; client: Redis } | null = null;
  /** the server that was promoted last; Sentinels other than the announcing one may take two seconds to know it */
  let promoted: string | null = null;

  async function holdConnection(): Promise<never> {
    const url = promoted ?? (await findPrimary(sentinels));
    promoted = null;
    const client = makeClient(url, { ...options, reconnect: false });
    current = { url, client };
    try {
      await client.connect();
      const role = (await client.role())?.role;
      if (role !== "master") throw new Error("The Sentinels name a server that is not a primary yet");
      const broken = new Promise<never>((_, reject) => {
        // A server that can't save its data refuses even the pings of the client; the connection is there.
        client.on("error", (error) => isReadOnlyError(error) || reject(error));
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
      const url = urlOfPrimary(sentinels, host, port);
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
      await holdConnection().catch((error) => ended || listener.onLost(error));
      if (!ended) await sleep(RETRY_MS);
    }
  })();

  return () => {
    ended = true;
    current?.client.destroy();
    for (const watcher of watchers) watcher.destroy();
  };
}
