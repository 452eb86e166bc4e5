import { basename } from "node:path";
import { threadId } from "node:worker_threads";
import { createClient } from "redis";
import { splitNodes } from "#lib/net/redis-address.ts";
import { makeCredentialsProvider, usesEntraId } from "#lib/redis/security/entra-id.ts";
import { tlsSettings } from "#lib/redis/security/tls.ts";
import { tolerateDamage } from "./damaged.ts";
import { watchReplies } from "./replies.ts";
import { countRoundTrips } from "./sends/count-round-trips.ts";
import { timeouts } from "./timeouts.ts";

const RECONNECT_MAX_MS = 500;

/** Programs whose file says less than this. */
const PROGRAMS: Readonly<Record<string, string>> = { worker: "web", serve: "primary" };

/**
 * The name of the connections of this process in CLIENT LIST: program and process id, such as `fwr:web:4711`, and in a
 * thread its number. It travels with HELLO, which every connection begins with, so that a user who may not call CLIENT
 * can connect as well. Redis allows no spaces in it.
 * @param file of the program
 */
export function connectionName(file = process.argv[1] ?? ""): string {
  const program = basename(file).replace(/\.\w+$/, "");
  const parts = ["fwr", PROGRAMS[program] ?? program, process.pid, ...(threadId > 0 ? [threadId] : [])];
  return parts.join(":").replace(/[^!-~]/g, "_");
}

/**
 * By default node-redis creates an AbortSignal for every command, which outlives it by five seconds: at 6,000 commands
 * per second that is 80 MB of garbage, a burst of 6,000 events each second, and a third of the CPU time (measured). It
 * only helps before a command is sent, and `withRedis` has a deadline for that.
 */
export const NO_SIGNALS = { timeout: 0 };

/**
 * These settings only work together: socketTimeout detects a frozen server, but without the pings and a custom
 * reconnect strategy it closes an idle client for good (measured).
 */
export const socketSettings = () => ({
  connectTimeout: timeouts.socketMs,
  socketTimeout: timeouts.socketMs,
  reconnectStrategy: (retries: number) =>
    Math.min(50 * 2 ** Math.min(retries, 6), RECONNECT_MAX_MS) + Math.random() * 50,
});
export const CLIENT_SETTINGS = {
  name: connectionName(),
  pingInterval: 300,
  disableOfflineQueue: true,
  commandsQueueMaxLength: 50_000,
  commandOptions: NO_SIGNALS,
};

/** The addresses of several nodes, each host:port or redis://…, separated by commas; TLS of the first is that of all. */
export function nodeUrls(nodes: string): string[] {
  const scheme = nodes.trim().startsWith("rediss://") ? "rediss" : "redis";
  return splitNodes(nodes).map((node) => (node.includes("://") ? node : `${scheme}://${node}`));
}

const makeOriginal = () => createClient(CLIENT_SETTINGS);
/** Never connected. node-redis builds a class for each new set of options, which takes 25 ms; a duplicate takes 0.1 ms. */
let original: ReturnType<typeof makeOriginal> | undefined;

/**
 * A client of one server with timeouts, not connected yet. Most code uses `withRedis` instead.
 * @param options with `reconnect: false` it closes for good when the connection breaks; with `invalidations: true` it
 *   emits `invalidate` for each key that Redis reports to it (CLIENT TRACKING), which it switches on as it connects
 */
export function makeClient(url: string, { reconnect = true, invalidations = false } = {}) {
  original ??= makeOriginal();
  const client = original.duplicate({
    ...(invalidations ? { emitInvalidate: true } : {}),
    ...(url.startsWith("unix://") ? {} : { url }),
    ...(usesEntraId(url) ? { credentialsProvider: makeCredentialsProvider() } : {}),
    socket: {
      ...(url.startsWith("unix://") ? { path: url.slice("unix://".length), tls: false as const } : {}),
      ...tlsSettings(url),
      ...socketSettings(),
      ...(reconnect ? {} : { reconnectStrategy: false as const }),
    },
  });
  // An 'error' event without a listener ends the process. Failures are reported by the commands themselves.
  client.on("error", () => {});
  watchReplies(client);
  return tolerateDamage(countRoundTrips(client));
}

/** A client that sends commands; those of one tick are pipelined. */
export type Redis = ReturnType<typeof makeClient>;

/**
 * Another client of the same server, not connected yet, that connects again by itself.
 * @param options as those of {@link makeClient}
 */
export function duplicateClient(client: Redis, { invalidations = false } = {}): Redis {
  const duplicate = client.duplicate({
    ...(invalidations ? { emitInvalidate: true } : {}),
    // The provider of the other client has one listener, and would tell that no more of new tokens.
    ...(client.options.credentialsProvider ? { credentialsProvider: makeCredentialsProvider() } : {}),
  });
  // An 'error' event without a listener ends the process.
  duplicate.on("error", () => {});
  return duplicate as unknown as Redis;
}

/** Is notified of each connection that is made. */
export interface ConnectionListener {
  /** This connection is ready. */
  onReady(redis: Redis): void;
  /** The connection was lost or could not be made; another attempt is in progress. */
  onLost(error: unknown): void;
}
