import { createClient } from "redis";

/**
 * Sends one command on a connection of its own, without a timeout for the reply. @returns what `redis-cli` would print
 * @throws Error if no server listens there, or it replies with an error
 */
export async function sendToRedis(url: string, ...command: string[]): Promise<unknown> {
  const unix = url.startsWith("unix://");
  const client = createClient({
    ...(unix ? {} : { url }),
    socket: {
      ...(unix ? { path: url.slice("unix://".length), tls: false as const } : {}),
      connectTimeout: 120_000,
      reconnectStrategy: false as const,
    },
    RESP: 2,
  });
  client.on("error", () => {});
  await client.connect();
  try {
    return await client.sendCommand(command);
  } finally {
    if (client.isOpen) client.destroy();
  }
}

/** The process id of the server. */
export async function readPid(url: string): Promise<number> {
  return Number(/process_id:(\d+)/.exec(String(await sendToRedis(url, "INFO", "server")))?.[1]);
}
