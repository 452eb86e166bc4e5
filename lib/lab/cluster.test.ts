import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type LaunchedRedis, launchRedis } from "../redis/launch.ts";
import { findPort } from "../redis/port.ts";
import { setUpRedis } from "../testing/redis.ts";
import { openClient } from "./connect.ts";
import { finish } from "./testing.ts";

// Each run starts processes, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** Three primaries, by hand: the records of the run are elsewhere. */

setUpRedis();
const nodes: LaunchedRedis[] = [];
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fwr-cluster-"));
  const ports = [await findPort(), await findPort(), await findPort()];
  for (const [i, port] of ports.entries()) {
    const bus = await findPort();
    nodes.push(
      await launchRedis(`redis://127.0.0.1:${port}`, [
        ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--cluster-enabled", "yes"],
        ...["--cluster-config-file", `node-${i}.conf`, "--cluster-port", String(bus)],
      ]),
    );
    const client = await openClient(`redis://127.0.0.1:${port}`);
    const [first, last] = [Math.floor((16_384 * i) / 3), Math.floor((16_384 * (i + 1)) / 3) - 1];
    await client.sendCommand(["CLUSTER", "ADDSLOTSRANGE", String(first), String(last)]);
    if (i > 0) {
      const [own] = ports;
      const other = await openClient(`redis://127.0.0.1:${own}`);
      await other.sendCommand(["CLUSTER", "MEET", "127.0.0.1", String(port), String(bus)]);
      other.destroy();
    }
    client.destroy();
  }
  // Each node learns by itself that the cluster is whole; until then it refuses every write.
  for (const { url } of nodes) {
    const client = await openClient(url);
    while (!String(await client.sendCommand(["CLUSTER", "INFO"])).includes("cluster_state:ok")) await sleep(50);
    client.destroy();
  }
  process.env.REDIS_CLUSTER = ports.map((port) => `127.0.0.1:${port}`).join();
});

afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  await rm(folder, { recursive: true, force: true });
});

test.each(["list", "stream"])("bulk %s over the nodes of a cluster: verified, and nothing left", async (structure) => {
  const run = await finish({ kind: "bulk", count: 20_000, shards: 8, workers: 2, structure });
  expect(run.error).toBeNull();
  expect(run.result).toMatchObject({ verified: true, figures: { servers: 3 } });
  for (const { url } of nodes) {
    const client = await openClient(url);
    expect(await client.dbSize()).toBe(0);
    client.destroy();
  }
});
