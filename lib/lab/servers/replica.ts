import { setTimeout as sleep } from "node:timers/promises";
import { config } from "#lib/config.ts";
import { readPrivateUrl } from "#lib/redis/server/private-folder.ts";
import { parseInfo } from "#lib/redis/server/server-info.ts";
import { openClient } from "./connect.ts";
import { findLabUrl } from "./target.ts";
import { launchTemporaryRedis, type TemporaryRedis } from "./temporary-redis.ts";

/** How long the first synchronisation may take, in milliseconds. */
const SYNC_TIMEOUT_MS = 60_000;

async function waitForSync(url: string, signal: AbortSignal): Promise<void> {
  const client = await openClient(url);
  const until = performance.now() + SYNC_TIMEOUT_MS;
  try {
    while (parseInfo(await client.info("replication")).master_link_status !== "up") {
      signal.throwIfAborted();
      if (performance.now() > until) throw new Error("The replica did not synchronise within a minute");
      await sleep(20);
    }
  } finally {
    client.destroy();
  }
}

/**
 * Starts a replica of the server under test and waits until it is in sync.
 * @returns null unless that server is this project's private Redis: no replica is attached to a server that is not ours
 */
export async function startReplica(signal: AbortSignal): Promise<TemporaryRedis | null> {
  const primary = await findLabUrl();
  const isOurs = readPrivateUrl(config().DATA_DIR) === primary;
  if (!isOurs || primary.startsWith("unix://")) return null;
  const { hostname, port, username, password } = new URL(primary);
  const replica = await launchTemporaryRedis({
    name: "replica",
    args: [
      ...["--save", "", "--appendonly", "no"],
      ...["--replicaof", hostname, port || "6379", "--repl-diskless-load", "swapdb"],
      ...(username ? ["--masteruser", username] : []),
      ...(password ? ["--masterauth", decodeURIComponent(password)] : []),
    ],
  });
  try {
    await waitForSync(replica.url, signal);
    return replica;
  } catch (error) {
    await replica.stop();
    throw error;
  }
}
