import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import {
  launchTestNodes,
  launchTestSentinels,
  type TestNodes,
  type TestSentinels,
} from "#test/servers/redis-servers.ts";

/**
 * The commands for a terminal where the environment names a cluster or Sentinels and nothing else: they use those, and
 * no private server is started. Every kind of run has its test on each in `lib/lab/kinds`.
 */

const root = join(import.meta.dirname, "../..");
let cluster: TestNodes;
let setup: TestSentinels;
let dataDir = "";
beforeAll(async () => {
  setLongTimeouts();
  dataDir = await mkdtemp(join(tmpdir(), "fwr-shapes-"));
  [cluster, setup] = await Promise.all([launchTestNodes(), launchTestSentinels("a-password")]);
});
afterAll(async () => {
  await Promise.all([cluster.stop(), setup.stop()]);
  await rm(dataDir, { recursive: true });
});

test.each([
  ["REDIS_CLUSTER", () => ({ REDIS_CLUSTER: cluster.addresses })],
  [
    "REDIS_SENTINEL",
    () => ({ REDIS_SENTINEL: setup.addresses, REDIS_SENTINEL_MASTER: "redis://:a-password@mymaster" }),
  ],
])("user, seed, lab and backup use the Redis of %s, and start none", async (name, shape) => {
  const env = { ...process.env, REDIS_URL: "", REDIS_CLUSTER: "", REDIS_SENTINEL: "", DATA_DIR: dataDir, ...shape() };
  const file = join(dataDir, `${name}.ndjson`);
  const run = (command: string) =>
    new Promise<number>((resolve) => {
      const [program = "", ...args] = command.split(" ");
      const child = execFile(process.execPath, [`bin/${program}.ts`, ...args], { cwd: root, env }, (_, out, err) => {
        if (child.exitCode !== 0) console.error(out, err);
        resolve(child.exitCode ?? -1);
      });
      child.stdin?.end("a sentence that is long enough\n");
    });
  const first = ["user create alice alice@example.com", "seed --count 5", "lab browse --views 1"].map(run);
  expect(await Promise.all(first)).toEqual([0, 0, 0]);
  expect(await run(`backup --all --file ${file}`)).toBe(0);
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  const found = lines.map((line) => JSON.parse(line).key);
  expect(found).toEqual(expect.arrayContaining(["user:1", "username_to_id:alice", "sku:sku123", "skus", "runs"]));
  expect((await readdir(dataDir)).filter((entry) => !/\.ndjson$|^compile-cache$/.test(entry))).toEqual([]);
});
