import { connect as connectTcp, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { createClient } from "redis";
import type { Redis } from "#lib/redis/client.ts";
import { makeClusterClient } from "#lib/redis/cluster.ts";
import { connectionName, NO_SIGNALS } from "#lib/redis/connection.ts";
import { currentCredentials, makeCredentialsProvider, usesEntraId } from "#lib/redis/security/entra-id.ts";
import { tlsSettings } from "#lib/redis/security/tls.ts";
import { clusterNodesOf } from "./target.ts";

/** A server that sends nothing for this long is considered lost, in milliseconds. A large command may take a second. */
const TIMEOUT_MS = 10_000;

/** @throws Error if no node answers in time: by itself the client goes on trying */
async function openCluster(nodes: string): Promise<Redis> {
  const client = makeClusterClient(nodes);
  const late = sleep(TIMEOUT_MS, null, { ref: false });
  const connected = await Promise.race([client.connect(), late]);
  if (connected) return client;
  client.destroy();
  throw new Error("No node of REDIS_CLUSTER answers");
}

/**
 * A Redis connection of a worker. To one server it does not reconnect: a run that loses its connection has failed.
 * @param url `redis://`, `rediss://` or `unix://`, or that of a cluster from `findLabUrl`
 */
export async function openClient(url: string): Promise<Redis> {
  const nodes = clusterNodesOf(url);
  if (nodes) return openCluster(nodes);
  const unix = url.startsWith("unix://");
  const client = createClient({
    ...(unix ? {} : { url }),
    ...(usesEntraId(url) ? { credentialsProvider: makeCredentialsProvider() } : {}),
    name: connectionName(),
    socket: {
      ...(unix ? { path: url.slice("unix://".length), tls: false as const } : {}),
      ...tlsSettings(url),
      connectTimeout: 10_000,
      socketTimeout: TIMEOUT_MS,
      reconnectStrategy: false as const,
    },
    pingInterval: 2000,
    commandOptions: NO_SIGNALS,
  });
  client.on("error", () => {});
  await client.connect();
  return client;
}

function connectSocket(url: string): Socket {
  if (url.startsWith("unix://")) return connectTcp(url.slice("unix://".length));
  const { hostname, port, protocol } = new URL(url);
  const options = { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 6379) };
  return protocol === "rediss:" ? connectTls({ ...options, ...tlsSettings(url) }) : connectTcp(options);
}

async function credentials(url: string): Promise<string[]> {
  if (url.startsWith("unix://")) return [];
  const { username = "", password = "" } = usesEntraId(url) ? await currentCredentials() : new URL(url);
  if (!password) return [];
  return ["AUTH", ...(username ? [decodeURIComponent(username)] : []), decodeURIComponent(password)];
}

/** A command in the Redis protocol (RESP). */
export function encodeCommand(args: readonly string[]): string {
  return `*${args.length}\r\n${args.map((arg) => `$${Buffer.byteLength(arg)}\r\n${arg}\r\n`).join("")}`;
}

/**
 * An authenticated connection without a client, for workers that encode and decode the protocol themselves: a client
 * library spends more time on each value than the server does.
 */
export async function openSocket(url: string): Promise<Socket> {
  const socket = connectSocket(url);
  socket.setNoDelay(true);
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error("Redis did not answer for 10 seconds")));
  const auth = await credentials(url);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once("error", reject);
  socket.once("data", (reply: Buffer) => {
    const text = reply.toString();
    if (text.startsWith("-") && !text.startsWith("-ERR unknown command")) reject(new Error(text.trim()));
    else resolve();
  });
  socket.write(encodeCommand(auth.length > 0 ? auth : ["PING"]));
  await promise;
  socket.off("error", reject);
  return socket;
}
