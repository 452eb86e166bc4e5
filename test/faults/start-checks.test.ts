import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPort } from "#lib/net/port.ts";
import { killOnExit } from "#lib/process/kill-on-exit.ts";
import { type LaunchedRedis, launchRedis } from "#lib/redis/server/launch.ts";
import { explainWrongServer } from "#lib/redis/server/wrong-server.ts";
import { repetitions } from "./result.ts";

/** A store that is started with a Redis that can't be meant ends, with one sentence that says why. */

let folder = "";
let plain = "";
let cluster = "";
let sentinel = "";
const servers: LaunchedRedis[] = [];

/** Starts a server on a port of its own. @returns host:port */
async function launch(settings: readonly string[], ...args: string[]): Promise<string> {
  const port = await findPort();
  const file = join(folder, `${port}.conf`);
  const lines = [`port ${port}`, "bind 127.0.0.1", `dir ${folder}`, ...settings];
  await writeFile(file, lines.join("\n"));
  const server = await launchRedis(`redis://127.0.0.1:${port}`, [file, ...args]);
  killOnExit(server.child.pid ?? 0, []);
  servers.push(server);
  return `127.0.0.1:${port}`;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fwr-checks-"));
  plain = await launch(['save ""']);
  const busPort = await findPort();
  cluster = await launch(['save ""', "cluster-enabled yes", `cluster-port ${busPort}`]);
  sentinel = await launch([`sentinel monitor shop ${plain.replace(":", " ")} 1`], "--sentinel");
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await rm(folder, { recursive: true, force: true });
});

/** Starts a store. @returns its exit code, and what it said at the end */
async function start(env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const dataDir = await mkdtemp(join(folder, "data-"));
  const { NODE_OPTIONS: _, ...others } = process.env;
  const child = spawn(process.execPath, ["bin/serve.ts"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...others, REDIS_URL: "", PORT: "0", DATA_DIR: dataDir, ...env },
  });
  const watchdog = killOnExit(child.pid ?? 0, dataDir);
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const [code, said] = await Promise.all([exited, text(child.stderr)]);
  watchdog.cancel();
  return { code, said };
}

test("the sentence names the variable and what it is that answers there", async () => {
  const cases: [Record<string, string>, string][] = [
    [{ REDIS_URL: `redis://${plain}/99` }, "REDIS_URL names a database that this Redis does not have."],
    [{ REDIS_CLUSTER: plain }, "REDIS_CLUSTER is no cluster. REDIS_URL names a single server."],
    [{ REDIS_URL: `redis://${sentinel}` }, "REDIS_URL is a Sentinel, which REDIS_SENTINEL names."],
    [{ REDIS_URL: `redis://${cluster}/1` }, "REDIS_URL is a node of a cluster, which REDIS_CLUSTER names"],
    [{ REDIS_CLUSTER: sentinel }, "REDIS_CLUSTER is a Sentinel, which REDIS_SENTINEL names."],
    [{ REDIS_SENTINEL: plain }, "REDIS_SENTINEL is no Sentinel. REDIS_URL names a single server."],
    [{ REDIS_SENTINEL: sentinel }, "REDIS_SENTINEL_MASTER is a name that the Sentinels of REDIS_SENTINEL do not know."],
    [
      { REDIS_SENTINEL: sentinel, REDIS_SENTINEL_MASTER: "redis://shop/99" },
      "REDIS_SENTINEL_MASTER names a database that this Redis does not have.",
    ],
  ];
  // Each is a store that starts.
  const tried = cases.slice(0, repetitions(3, cases.length));
  const outcomes = await Promise.all(tried.map(([env]) => start(env)));
  for (const [i, [env, sentence]] of tried.entries())
    expect([env, outcomes[i]]).toEqual([env, { code: 1, said: expect.stringContaining(`\n${sentence}`) }]);
});

test("a node that sends its clients to others is told, and other errors are not taken for it", () => {
  const error = new Error("Redis does not answer", { cause: new Error("MOVED 3999 127.0.0.1:6381") });
  expect(explainWrongServer(error)).toBe("is a node of a cluster, which REDIS_CLUSTER names");
  for (const message of ["LOADING Redis is loading", "ERR unknown command 'HSETEX'", "connect ECONNREFUSED"])
    expect(explainWrongServer(new Error(message)), message).toBeNull();
});

test("an argument that is none is refused, with those that there are", async () => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, ["bin/serve.ts", "--repare"], { stdio: ["ignore", "ignore", "pipe"], env });
  expect(await text(child.stderr)).toMatch(/Unknown option '--repare'.*--repair/s);
});
