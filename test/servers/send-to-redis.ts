import { createClient } from "redis";
import { tlsSettings } from "#lib/redis/security/tls.ts";

function makeClient(url: string) {
  const unix = url.startsWith("unix://");
  const client = createClient({
    ...(unix ? {} : { url }),
    socket: {
      ...(unix ? { path: url.slice("unix://".length), tls: false as const } : {}),
      ...tlsSettings(url),
      connectTimeout: 120_000,
      reconnectStrategy: false as const,
    },
    RESP: 2,
  });
  client.on("error", () => {});
  return client;
}

/** Does work on a new connection, without timeouts for the replies. */
async function withClient<T>(url: string, work: (client: ReturnType<typeof makeClient>) => Promise<T>): Promise<T> {
  const client = makeClient(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    if (client.isOpen) client.destroy();
  }
}

/**
 * Sends a command. @returns what `redis-cli` would print
 * @throws Error if no server listens there, or it replies with an error
 */
export function sendToRedis(url: string, ...command: string[]): Promise<unknown> {
  return withClient(url, (client) => client.sendCommand(command));
}

/** The names of the connections of a server that have one. */
export async function listConnectionNames(url: string): Promise<string[]> {
  const list = String(await sendToRedis(url, "CLIENT", "LIST"));
  return [...list.matchAll(/ name=(\S+) /g)].map(([, name = ""]) => name);
}

/** Waits until a replica has all data of a primary. What it does not have is lost when the primary is killed. */
export async function waitForReplica(url: string): Promise<void> {
  await withClient(url, async (client) => {
    // WAIT is about the writes of its own connection.
    await client.set("replicated", "yes");
    while ((await client.wait(1, 500)) < 1);
  });
}

/** The process id of the server. */
export async function readPid(url: string): Promise<number> {
  return Number(/process_id:(\d+)/.exec(String(await sendToRedis(url, "INFO", "server")))?.[1]);
}
