import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { killOnExit } from "#lib/kill-on-exit.ts";
import { makeClient } from "#lib/redis/connection.ts";
import { type LaunchedRedis, launchRedis } from "#lib/redis/launch.ts";
import { findPort } from "#lib/redis/port.ts";

/** A Redis of one test file: empty, unpersisted, on a Unix socket that nobody else knows. */
export async function launchTestRedis(...args: string[]): Promise<LaunchedRedis> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-test-"));
  const socket = join(folder, "redis.sock");
  const server = await launchRedis(`unix://${socket}`, [
    ...["--port", "0", "--unixsocket", socket, "--dir", folder, "--save", "", "--appendonly", "no"],
    ...["--maxmemory-policy", "noeviction", ...args],
  ]);
  // A worker that is killed takes its server with it.
  const watchdog = killOnExit(server.child.pid ?? 0, folder);
  return {
    ...server,
    async stop() {
      await server.stop();
      await watchdog.cleanUp();
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

/** A cluster of three primaries without replicas. */
export interface TestNodes {
  nodes: LaunchedRedis[];
  /** host:port, separated by commas */
  addresses: string;
  stop(): Promise<void>;
}

/** Starts three primaries that share the slots, each empty and unpersisted. */
export async function launchTestNodes(): Promise<TestNodes> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-nodes-"));
  const nodes: LaunchedRedis[] = [];
  const ports = [await findPort(), await findPort(), await findPort()];
  const ask = async (url: string, ...command: string[]) => {
    const client = makeClient(url);
    await client.connect();
    try {
      return String(await client.sendCommand(command));
    } finally {
      client.destroy();
    }
  };
  for (const [i, port] of ports.entries()) {
    const bus = String(await findPort());
    const node = await launchRedis(`redis://127.0.0.1:${port}`, [
      ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"],
      ...["--cluster-enabled", "yes", "--cluster-config-file", `node-${i}.conf`, "--cluster-port", bus],
      // As a store would have it that would rather sell from what is left than not at all.
      ...["--cluster-require-full-coverage", "no"],
    ]);
    nodes.push(node);
    const [first, last] = [Math.floor((16_384 * i) / 3), Math.floor((16_384 * (i + 1)) / 3) - 1];
    await ask(node.url, "CLUSTER", "ADDSLOTSRANGE", String(first), String(last));
    if (i > 0) await ask(nodes[0]?.url ?? "", "CLUSTER", "MEET", "127.0.0.1", String(port), bus);
  }
  // Each node learns by itself that the cluster is whole; until then it refuses every write.
  for (const { url } of nodes) {
    for (;;) {
      const info = await ask(url, "CLUSTER", "INFO");
      if (info.includes("cluster_state:ok") && info.includes("cluster_slots_ok:16384")) break;
      await sleep(50);
    }
  }
  const watchdogs = nodes.map(({ child }) => killOnExit(child.pid ?? 0, folder));
  return {
    nodes,
    addresses: ports.map((port) => `127.0.0.1:${port}`).join(),
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
      await Promise.all(watchdogs.map((watchdog) => watchdog.cleanUp()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A primary with a replica, and three Sentinels that watch them under the name `mymaster`. */
export interface TestSentinels {
  /** the primary first; which one it is changes with each failover */
  servers: LaunchedRedis[];
  sentinels: LaunchedRedis[];
  /** of the Sentinels: host:port, separated by commas */
  addresses: string;
  stop(): Promise<void>;
}

async function untilInfo(url: string, section: string, wanted: RegExp): Promise<void> {
  const client = makeClient(url);
  await client.connect();
  while (!wanted.test(String(await client.sendCommand(["INFO", section])))) await sleep(50);
  client.destroy();
}

/** A primary that is silent for so long is replaced, in milliseconds. */
const DOWN_AFTER_MS = 1000;

/** Starts the five servers; the two with data ask for a password. A failover takes about two seconds. */
export async function launchTestSentinels(password: string): Promise<TestSentinels> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-sentinels-"));
  const launch = async (name: string, settings: readonly string[], secret = "") => {
    const port = await findPort();
    const file = join(folder, `${name}.conf`);
    // Sentinel writes what it learns into its configuration.
    await writeFile(file, [`port ${port}`, "bind 127.0.0.1", `dir ${folder}`, ...settings].join("\n"));
    const sentinel = name.startsWith("sentinel") ? ["--sentinel"] : [];
    const server = await launchRedis(`redis://${secret}127.0.0.1:${port}`, [file, ...sentinel]);
    return { server, port };
  };
  const store = [
    `requirepass ${password}`,
    `masterauth ${password}`,
    "appendonly no",
    'save ""',
    "repl-diskless-sync-delay 0",
  ];
  const primary = await launch("primary", store, `:${password}@`);
  const replica = await launch("replica", [...store, `replicaof 127.0.0.1 ${primary.port}`], `:${password}@`);
  const watched = [
    `sentinel monitor mymaster 127.0.0.1 ${primary.port} 2`,
    `sentinel auth-pass mymaster ${password}`,
    `sentinel down-after-milliseconds mymaster ${DOWN_AFTER_MS}`,
    "sentinel failover-timeout mymaster 4000",
  ];
  const watchers = await Promise.all([1, 2, 3].map((i) => launch(`sentinel-${i}`, watched)));
  const servers = [primary.server, replica.server];
  const sentinels = watchers.map(({ server }) => server);
  // The replica has to have all that there is, and the Sentinels each other and it, before it can be promoted.
  await untilInfo(replica.server.url, "replication", /master_link_status:up/);
  for (const { url } of sentinels) await untilInfo(url, "sentinel", /status=ok,address=[^,]+,slaves=1,sentinels=3/);
  const all = [...servers, ...sentinels];
  const watchdogs = all.map(({ child }) => killOnExit(child.pid ?? 0, folder));
  return {
    servers,
    sentinels,
    addresses: watchers.map(({ port }) => `127.0.0.1:${port}`).join(),
    async stop() {
      for (const { child } of all) child.kill("SIGCONT");
      await Promise.all(all.map((server) => server.stop()));
      await Promise.all(watchdogs.map((watchdog) => watchdog.cleanUp()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
