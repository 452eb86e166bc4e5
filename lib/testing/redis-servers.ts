import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { leash } from "../lab/leash.ts";
import { makeClient } from "../redis/client.ts";
import { type LaunchedRedis, launchRedis } from "../redis/launch.ts";
import { findPort } from "../redis/port.ts";

/** A Redis of one test file: empty, unpersisted, on a Unix socket that nobody else knows. */
export async function launchTestRedis(...args: string[]): Promise<LaunchedRedis> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-test-"));
  const socket = join(folder, "redis.sock");
  const server = await launchRedis(`unix://${socket}`, [
    ...["--port", "0", "--unixsocket", socket, "--dir", folder, "--save", "", "--appendonly", "no"],
    ...["--maxmemory-policy", "noeviction", ...args],
  ]);
  // A worker that is killed takes its server with it.
  const tie = leash(server.child.pid ?? 0, folder);
  return {
    ...server,
    async stop() {
      await server.stop();
      await tie.release();
    },
  };
}

/**
 * The same as a Redis Cluster of one node, which owns every slot. It refuses each command, script and transaction
 * whose keys lie in more than one slot, so what passes its tests here runs on a cluster of many. Takes two seconds to
 * start: a node that has just started waits so long before it answers.
 */
export async function launchTestCluster(): Promise<LaunchedRedis> {
  const server = await launchTestRedis("--cluster-enabled", "yes", "--cluster-port", String(await findPort()));
  const client = makeClient(server.url);
  client.on("error", () => {});
  await client.connect();
  await client.clusterAddSlotsRange({ start: 0, end: 16_383 });
  while (!(await client.clusterInfo()).includes("cluster_state:ok")) await sleep(20);
  client.destroy();
  return server;
}
