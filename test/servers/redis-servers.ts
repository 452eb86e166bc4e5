import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPort } from "#lib/net/port.ts";
import { killOnExit } from "#lib/process/kill-on-exit.ts";
import { type LaunchedRedis, launchRedis } from "#lib/redis/server/launch.ts";
import { until } from "#test/until.ts";
import { readPid, sendToRedis } from "./send-to-redis.ts";
import { type Certificates, tlsArgs } from "./tls.ts";

/** How often a server is started again because another program has taken its port meanwhile. */
const LAUNCH_RETRIES = 5;

/**
 * Starts a server that is killed, and whose folder is removed, when this process exits, even by SIGKILL. `stop` also
 * ends a server that is frozen, and keeps the folder.
 */
export async function launchWatched(folder: string, url: string, args: readonly string[]): Promise<LaunchedRedis> {
  const server = await launchRedis(url, args);
  const watchdog = killOnExit(server.child.pid ?? 0, folder);
  return {
    ...server,
    async stop() {
      server.child.kill("SIGCONT");
      await server.stop();
      watchdog.cancel();
    },
  };
}

/** Starts a server on a free port, which another program may take before the server does. */
export async function launchOnFreePort(
  launch: (port: number) => Promise<LaunchedRedis>,
): Promise<{ server: LaunchedRedis; port: number }> {
  for (let tries = 0; ; tries++) {
    const port = await findPort();
    try {
      const server = await launch(port);
      if ((await readPid(server.url)) === server.child.pid) return { server, port };
      await server.stop();
      throw new Error(`Another server listens at ${server.url}`);
    } catch (error) {
      if (tries >= LAUNCH_RETRIES) throw error;
    }
  }
}

/** A Redis for one test file: empty, not persistent, on its own Unix socket. */
export async function launchTestRedis(...args: string[]): Promise<LaunchedRedis> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-test-"));
  const socket = join(folder, "redis.sock");
  const server = await launchWatched(folder, `unix://${socket}`, [
    ...["--port", "0", "--unixsocket", socket, "--dir", folder, "--save", "", "--appendonly", "no"],
    ...["--maxmemory-policy", "noeviction", ...args],
  ]);
  return {
    ...server,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The same as a Redis Cluster with one node, which owns every slot. It rejects each command, script and transaction
 * whose keys are in more than one slot, so code that works on it works on any cluster. Takes two seconds to start: a
 * new node waits that long before it replies.
 */
export async function launchTestCluster(): Promise<LaunchedRedis> {
  const launch = (busPort: number) => launchTestRedis("--cluster-enabled", "yes", "--cluster-port", String(busPort));
  const { server } = await launchOnFreePort(launch);
  await sendToRedis(server.url, "CLUSTER", "ADDSLOTSRANGE", "0", "16383");
  await until(async () => String(await sendToRedis(server.url, "CLUSTER", "INFO")).includes("cluster_state:ok"));
  return server;
}

/** A cluster of three primaries without replicas. */
export interface TestNodes {
  nodes: LaunchedRedis[];
  /** host:port, separated by commas */
  addresses: string;
  stop(): Promise<void>;
}

/** Starts three primaries that share the slots, each empty and not persistent. @param tls they are reached by TLS alone */
export async function launchTestNodes(tls?: Certificates): Promise<TestNodes> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-nodes-"));
  const nodes: LaunchedRedis[] = [];
  const ports: number[] = [];
  for (let i = 0; i < 3; i++) {
    let busPort = "";
    const { server, port } = await launchOnFreePort(async (port) => {
      busPort = String(await findPort());
      return launchWatched(folder, tls ? `rediss://localhost:${port}` : `redis://127.0.0.1:${port}`, [
        ...(tls ? [...tlsArgs(tls, port), "--tls-cluster", "yes"] : ["--port", String(port)]),
        ...["--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no"],
        ...["--cluster-enabled", "yes", "--cluster-config-file", `node-${port}.conf`, "--cluster-port", busPort],
        // The slots of the other nodes remain available when one node fails.
        ...["--cluster-require-full-coverage", "no"],
      ]);
    });
    nodes.push(server);
    ports.push(port);
    const [first, last] = [Math.floor((16_384 * i) / 3), Math.floor((16_384 * (i + 1)) / 3) - 1];
    await sendToRedis(server.url, "CLUSTER", "ADDSLOTSRANGE", String(first), String(last));
    if (i > 0) await sendToRedis(nodes[0]?.url ?? "", "CLUSTER", "MEET", "127.0.0.1", String(port), busPort);
  }
  // Each node finds out by itself that the cluster is complete, and rejects every write until then.
  for (const { url } of nodes) {
    await until(async () => {
      const info = String(await sendToRedis(url, "CLUSTER", "INFO"));
      return info.includes("cluster_state:ok") && info.includes("cluster_slots_ok:16384");
    });
  }
  return {
    nodes,
    addresses: ports.map((port) => (tls ? `rediss://localhost:${port}` : `127.0.0.1:${port}`)).join(),
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A primary with a replica, and three Sentinels that monitor them under the name `mymaster`. */
export interface TestSentinels {
  /** the primary first; a failover changes which one it is */
  servers: LaunchedRedis[];
  sentinels: LaunchedRedis[];
  /** of the Sentinels: host:port, separated by commas */
  addresses: string;
  stop(): Promise<void>;
}

/** Pairs of `--name value` as the lines of a configuration file. */
const linesOf = (args: readonly string[]) =>
  args.flatMap((arg, i) => (arg.startsWith("--") ? [`${arg.slice(2)} ${args[i + 1]}`] : []));

/**
 * A primary that does not reply for this long, in milliseconds, is replaced. On a busy machine a healthy one may not
 * reply for a second, and a failover that no test asked for loses writes.
 */
const DOWN_AFTER_MS = 5000;

/**
 * Starts the five servers; the two that hold data require a password. A failover takes about six seconds.
 * @param tls all are reached by TLS alone
 */
export async function launchTestSentinels(password: string, tls?: Certificates): Promise<TestSentinels> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-sentinels-"));
  const scheme = tls ? "rediss" : "redis";
  const launch = (name: string, settings: readonly string[], credentials = "") =>
    launchOnFreePort(async (port) => {
      const file = join(folder, `${name}.conf`);
      const own = tls ? linesOf(tlsArgs(tls, port)) : [`port ${port}`];
      // Sentinel stores its state in its configuration file.
      await writeFile(file, [...own, "bind 127.0.0.1", `dir ${folder}`, ...settings].join("\n"));
      const sentinel = name.startsWith("sentinel") ? ["--sentinel"] : [];
      return launchWatched(folder, `${scheme}://${credentials}127.0.0.1:${port}`, [file, ...sentinel]);
    });
  const dataSettings = [
    `requirepass ${password}`,
    `masterauth ${password}`,
    "appendonly no",
    'save ""',
    "repl-diskless-sync-delay 0",
  ];
  const primary = await launch("primary", dataSettings, `:${password}@`);
  const replicaSettings = [...dataSettings, `replicaof 127.0.0.1 ${primary.port}`];
  const replica = await launch("replica", replicaSettings, `:${password}@`);
  const sentinelSettings = [
    `sentinel monitor mymaster 127.0.0.1 ${primary.port} 2`,
    `sentinel auth-pass mymaster ${password}`,
    `sentinel down-after-milliseconds mymaster ${DOWN_AFTER_MS}`,
    "sentinel failover-timeout mymaster 4000",
  ];
  const launched = await Promise.all([1, 2, 3].map((i) => launch(`sentinel-${i}`, sentinelSettings)));
  const servers = [primary.server, replica.server];
  const sentinels = launched.map(({ server }) => server);
  // The replica must have all data, and the Sentinels must know it and each other, before it can be promoted.
  const untilInfo = (url: string, section: string, wanted: RegExp) =>
    until(async () => wanted.test(String(await sendToRedis(url, "INFO", section))));
  await untilInfo(replica.server.url, "replication", /master_link_status:up/);
  for (const { url } of sentinels) await untilInfo(url, "sentinel", /status=ok,address=[^,]+,slaves=1,sentinels=3/);
  return {
    servers,
    sentinels,
    addresses: launched.map(({ port }) => `${tls ? "rediss://" : ""}127.0.0.1:${port}`).join(),
    async stop() {
      await Promise.all([...servers, ...sentinels].map((server) => server.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
