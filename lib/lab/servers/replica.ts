import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { config } from "#lib/config.ts";
import { killOnExit } from "#lib/kill-on-exit.ts";
import { launchRedis } from "#lib/redis/launch.ts";
import { readPrivateUrl } from "#lib/redis/private-server.ts";
import { parseInfo } from "#lib/redis/server-info.ts";
import { openClient } from "./connect.ts";
import { findLabUrl } from "./target.ts";

/** A replica may take so long to copy what the shop holds, in milliseconds. */
const SYNC_MS = 60_000;

/** A server that copies the one under test. */
export interface Replica {
  url: string;
  stop(): Promise<void>;
}

async function waitForSync(url: string, signal: AbortSignal): Promise<void> {
  const client = await openClient(url);
  const until = Date.now() + SYNC_MS;
  try {
    while (parseInfo(await client.info("replication")).master_link_status !== "up") {
      signal.throwIfAborted();
      if (Date.now() > until) throw new Error("The replica did not catch up within a minute");
      await sleep(20);
    }
  } finally {
    client.destroy();
  }
}

/**
 * Starts a real replica of a Redis that the project started, in a folder and on a socket of its own, and waits until
 * it has caught up.
 * @returns null when the Redis is somebody else's: a replica of it would be none of our business
 */
export async function startReplica(signal: AbortSignal): Promise<Replica | null> {
  const primary = await findLabUrl();
  const isOurs = readPrivateUrl(config().DATA_DIR) === primary;
  if (!isOurs || primary.startsWith("unix://")) return null;
  const { hostname, port, username, password } = new URL(primary);
  const folder = await mkdtemp(join(tmpdir(), "fwr-replica-"));
  const socket = join(folder, "redis.sock");
  const url = `unix://${socket}`;
  const server = await launchRedis(url, [
    ...["--port", "0", "--unixsocket", socket, "--dir", folder, "--save", "", "--appendonly", "no"],
    ...["--replicaof", hostname, port || "6379", "--repl-diskless-load", "swapdb"],
    ...(username ? ["--masteruser", username] : []),
    ...(password ? ["--masterauth", decodeURIComponent(password)] : []),
  ]);
  const tie = killOnExit(server.child.pid ?? 0, folder);
  const stop = async () => {
    await server.stop();
    await tie.release();
  };
  try {
    await waitForSync(url, signal);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
