import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LaunchedRedis } from "#lib/redis/server/launch.ts";
import { until } from "#test/until.ts";
import { launchOnFreePort, launchWatched } from "./redis-servers.ts";
import { sendToRedis } from "./send-to-redis.ts";

/** Primaries with one replica each, which take over from each other any number of times. */

/** One of the servers: the process changes when it is killed and started again, the address stays. */
export interface FailoverNode {
  url: string;
  port: number;
  server: LaunchedRedis;
  /** Starts it again after it was killed: as a replica of the one that took over, without the data that it had. */
  restart(): Promise<void>;
}

/** Two servers that have the same data. */
export interface Pair {
  nodes: readonly [FailoverNode, FailoverNode];
  /** Which of them is the primary now, and which the replica. Waits until they agree, and the replica has all data. */
  roles(): Promise<{ primary: FailoverNode; replica: FailoverNode }>;
}

/** What stands for the Redis of a store. */
export interface Failover {
  /** the variables that configure it */
  env: Record<string, string>;
  pairs: Pair[];
  stop(): Promise<void>;
}

/** A server that does not answer for this long, in milliseconds, is replaced. */
const DOWN_AFTER_MS = 1500;
const NOT_SAVED = ["appendonly no", 'save ""', "repl-diskless-sync-delay 0", "repl-timeout 60"];

const infoOf = (url: string, section: string) => sendToRedis(url, "INFO", section).then(String, () => "");

function pairOf(nodes: readonly [FailoverNode, FailoverNode]): Pair {
  return {
    nodes,
    async roles() {
      for (;;) {
        const found = await Promise.all(nodes.map(({ url }) => infoOf(url, "replication")));
        for (const [i, text] of found.entries()) {
          const [primary, replica] = i === 0 ? nodes : ([nodes[1], nodes[0]] as const);
          const follows =
            found[1 - i]?.includes("master_link_status:up") && found[1 - i]?.includes(`master_port:${primary.port}`);
          if (text.includes("role:master") && text.includes("state=online") && follows) return { primary, replica };
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

async function launchNode(
  folder: string,
  name: string,
  settings: (port: number) => readonly string[] | Promise<readonly string[]>,
  credentials = "",
): Promise<FailoverNode> {
  let file = "";
  let lines: readonly string[] = [];
  const { server, port } = await launchOnFreePort(async (port) => {
    file = join(folder, `${name}.conf`);
    lines = [`port ${port}`, "bind 127.0.0.1", `dir ${folder}`, `dbfilename ${name}.rdb`, ...(await settings(port))];
    await writeFile(file, lines.join("\n"));
    return launchWatched(folder, `redis://${credentials}127.0.0.1:${port}`, [file]);
  });
  const node: FailoverNode = {
    url: server.url,
    port,
    server,
    async restart() {
      await node.server.stop();
      node.server = await launchWatched(folder, server.url, [file]);
    },
  };
  return node;
}

/** One primary, one replica, and three Sentinels that monitor them. */
export async function launchSentinelPair(): Promise<Failover> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-failover-"));
  const first = await launchNode(folder, "first", () => NOT_SAVED);
  // Sentinel tells each of them whom to follow, and they write it into their files.
  const second = await launchNode(folder, "second", () => [...NOT_SAVED, `replicaof 127.0.0.1 ${first.port}`]);
  const sentinels: { server: LaunchedRedis; port: number }[] = [];
  for (const i of [1, 2, 3]) {
    sentinels.push(
      await launchOnFreePort(async (port) => {
        const file = join(folder, `sentinel-${i}.conf`);
        const monitor = `sentinel monitor mymaster 127.0.0.1 ${first.port} 2`;
        const times = [`down-after-milliseconds mymaster ${DOWN_AFTER_MS}`, "failover-timeout mymaster 2000"];
        const lines = [`port ${port}`, "bind 127.0.0.1", monitor, ...times.map((line) => `sentinel ${line}`)];
        await writeFile(file, lines.join("\n"));
        return launchWatched(folder, `redis://127.0.0.1:${port}`, [file, "--sentinel"]);
      }),
    );
  }
  for (const { server } of sentinels)
    await until(async () => /status=ok,.*slaves=1,sentinels=3/.test(await infoOf(server.url, "sentinel")));
  const restartAsReplica = (node: FailoverNode, other: FailoverNode) => {
    const { restart } = node;
    // Without this it would begin as an empty primary, which the other might take for its own.
    node.restart = async () => {
      await writeFile(
        join(folder, `${node === first ? "first" : "second"}.conf`),
        [
          `port ${node.port}`,
          "bind 127.0.0.1",
          `dir ${folder}`,
          ...NOT_SAVED,
          `replicaof 127.0.0.1 ${other.port}`,
        ].join("\n"),
      );
      await restart();
    };
  };
  restartAsReplica(first, second);
  restartAsReplica(second, first);
  return {
    env: { REDIS_SENTINEL: sentinels.map(({ port }) => `127.0.0.1:${port}`).join() },
    pairs: [pairOf([first, second])],
    async stop() {
      await Promise.all(
        [first.server, second.server, ...sentinels.map(({ server }) => server)].map((one) => one.stop()),
      );
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A cluster of three primaries with a replica each. */
export async function launchClusterPairs(): Promise<Failover> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-failover-"));
  const settings = (name: string) => (port: number) => [
    ...NOT_SAVED,
    ...[
      "cluster-enabled yes",
      `cluster-config-file nodes-${name}.conf`,
      `cluster-port ${port + 10_000 > 65_535 ? port - 10_000 : port + 10_000}`,
    ],
    ...[
      `cluster-node-timeout ${DOWN_AFTER_MS}`,
      "cluster-replica-validity-factor 0",
      "cluster-require-full-coverage no",
    ],
    "cluster-allow-replica-migration no",
  ];
  const nodes = await Promise.all(
    Array.from({ length: 6 }, (_, i) => launchNode(folder, `node-${i}`, settings(`node-${i}`))),
  );
  const [seed] = nodes;
  if (!seed) throw new Error("There is no node");
  const busOf = (port: number) => String(port + 10_000 > 65_535 ? port - 10_000 : port + 10_000);
  for (const [i, { url, port }] of nodes.entries()) {
    if (i > 0) await sendToRedis(seed.url, "CLUSTER", "MEET", "127.0.0.1", String(port), busOf(port));
    const [first, last] = [Math.floor((16_384 * i) / 3), Math.floor((16_384 * (i + 1)) / 3) - 1];
    if (i < 3) await sendToRedis(url, "CLUSTER", "ADDSLOTSRANGE", String(first), String(last));
  }
  for (let i = 3; i < 6; i++) {
    const [primary, replica] = [nodes[i - 3], nodes[i]];
    const id = String(await sendToRedis(primary?.url ?? "", "CLUSTER", "MYID"));
    await until(async () => (await sendToRedis(replica?.url ?? "", "CLUSTER", "REPLICATE", id)) === "OK");
  }
  for (const { url } of nodes)
    await until(async () => {
      const info = String(await sendToRedis(url, "CLUSTER", "INFO"));
      return info.includes("cluster_state:ok") && info.includes("cluster_known_nodes:6");
    });
  return {
    env: { REDIS_CLUSTER: nodes.map(({ port }) => `127.0.0.1:${port}`).join() },
    pairs: [0, 1, 2].map((i) => pairOf([nodes[i], nodes[i + 3]] as [FailoverNode, FailoverNode])),
    async stop() {
      await Promise.all(nodes.map(({ server }) => server.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
