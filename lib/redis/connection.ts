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

/** The addresses of several nodes, each host:port or redis://…, separated by commas. */
export function nodeUrls(nodes: string): string[] {
  return nodes.split(",").map((node) => (node.includes("://") ? node.trim() : `redis://${node.trim()}`));
}

const makeOriginal = () => createClient(CLIENT_SETTINGS);
/** Never connected: node-redis builds a class for each new set of options, which takes it 25 ms; a copy takes 0.1. */
let original: ReturnType<typeof makeOriginal> | undefined;

/**
 * A connection to one server with deadlines, not connected yet. Most work goes through `withRedis`.
 * @param options `reconnect: false` makes it end for good when it breaks
 */
export function makeClient(url: string, { reconnect = true } = {}) {
  original ??= makeOriginal();
  const client = original.duplicate({
    ...(url.startsWith("unix://") ? {} : { url }),
    socket: {
      ...(url.startsWith("unix://") ? { path: url.slice("unix://".length), tls: false as const } : {}),
      ...SOCKET_SETTINGS,
      ...(reconnect ? {} : { reconnectStrategy: false as const }),
    },
  });
  // Without a listener an 'error' event ends the process. What failed is reported by the commands themselves.
  client.on("error", () => {});
  return client;
}

/** What takes commands; those of one tick travel together. */
export type Redis = ReturnType<typeof makeClient>;

/** Told of the connections that are made, one after another. */
export interface ConnectionListener {
  /** This one stands. */
  onReady(redis: Redis): void;
  /** It has gone, or could not be made; another is under way. */
  onLost(error: unknown): void;
}
