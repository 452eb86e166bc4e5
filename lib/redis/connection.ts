import { createClient } from "redis";

const RECONNECT_MAX_MS = 500;

/**
 * By default node-redis makes an AbortSignal for every command, which outlives it by five seconds: at 6,000 commands a
 * second that is 80 MB, a burst of 6,000 events each second, and a third of the time (measured). It helps only before a
 * command is sent, and `withRedis` has a deadline for that.
 */
export const NO_SIGNALS = { timeout: 0 };

/**
 * These settings work only together: a frozen server is noticed by socketTimeout, which would close an idle client for
 * good without the pings and without a reconnect strategy of one's own (DESIGN §7).
 */
export const SOCKET_SETTINGS = {
  connectTimeout: 1000,
  socketTimeout: 1000,
  reconnectStrategy: (retries: number) =>
    Math.min(50 * 2 ** Math.min(retries, 6), RECONNECT_MAX_MS) + Math.random() * 50,
};
export const CLIENT_SETTINGS = {
  pingInterval: 300,
  disableOfflineQueue: true,
  commandsQueueMaxLength: 50_000,
  commandOptions: NO_SIGNALS,
};

/** A connection to one server with deadlines, not connected yet. Most work goes through `withRedis`. */
export function makeClient(url: string) {
  const client = createClient({
    ...CLIENT_SETTINGS,
    ...(url.startsWith("unix://") ? {} : { url }),
    socket: {
      ...(url.startsWith("unix://") ? { path: url.slice("unix://".length), tls: false as const } : {}),
      ...SOCKET_SETTINGS,
    },
  });
  // Without a listener an 'error' event ends the process. What failed is reported by the commands themselves.
  client.on("error", () => {});
  return client;
}

/** What takes commands; those of one tick travel together. */
export type Redis = ReturnType<typeof makeClient>;
