import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPort } from "#lib/net/port.ts";
import { killOnExit } from "#lib/process/kill-on-exit.ts";
import { commandOf } from "#lib/process/other-process.ts";
import { readPrivateUrl } from "#lib/redis/server/private-folder.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { pidsOf } from "#test/servers/processes.ts";
import { readPid } from "#test/servers/send-to-redis.ts";
import { type Store, startStore } from "#test/servers/store.ts";
import { until } from "#test/until.ts";
import { recordFault, repetitions } from "./result.ts";
import { startSteadyLoad } from "./tools/steady-load.ts";

/** How the running store is restarted and stopped, and what becomes of its processes and its visitors. */

/** In milliseconds: on a busy machine a process takes many times as long to start as on a quiet one. */
const LIMIT_MS = repetitions(240_000, 2_400_000);

let store: Store;
beforeAll(async () => {
  // A busy machine makes Redis slow, which is not what these tests are about.
  setLongTimeouts();
  store = await startStore({ env: { WEB_CONCURRENCY: "2", DRAIN_SECONDS: "2" } });
});
afterAll(() => store?.remove());

const serverProcesses = () => pidsOf("worker.ts", store.child.pid);
const runReload = () =>
  promisify(execFile)(process.execPath, ["bin/reload.ts"], { env: { ...process.env, DATA_DIR: store.dataDir } });

test("no request fails while the server processes are replaced one by one", { timeout: LIMIT_MS }, async (context) => {
  const times = repetitions(1, 10);
  const load = startSteadyLoad(store.url, { perSecond: 200 });
  for (let time = 0; time < times; time++) {
    const before = serverProcesses();
    expect((await runReload()).stdout).toMatch(/^2 server processes replaced in [\d.]+ s\n$/);
    await until(() => !serverProcesses().some((pid) => before.includes(pid)));
    expect(serverProcesses()).toHaveLength(2);
  }
  const { replies, slowestMs } = await load.stop();
  recordFault(context, { fault: "reload under 200 requests/s on kept-alive connections", times, replies, slowestMs });
  expect(Object.keys(replies)).toEqual(["200"]);
});

test.skipIf(repetitions(0, 1) === 0)(
  "a server process that is killed or hangs fails its own requests alone",
  async (context) => {
    for (const signal of ["SIGKILL", "SIGSTOP"] as const) {
      const times = 5;
      const load = startSteadyLoad(store.url, { perSecond: 200 });
      for (let time = 0; time < times; time++) {
        await sleep(1000);
        const [victim = 0] = serverProcesses();
        process.kill(victim, signal);
        await until(() => !serverProcesses().includes(victim) && serverProcesses().length === 2);
      }
      const { replies, slowestMs } = await load.stop();
      const fault = `one of two server processes ${signal === "SIGKILL" ? "killed" : "frozen"}`;
      recordFault(context, { fault, times, replies, slowestMs });
      // The connections of that process break, each with the request that was under way.
      expect(replies.none ?? 0).toBeLessThanOrEqual(20 * times);
    }
  },
);

/** The status of a reply, its body, and whether the connection is closed after it. */
function ask(url: string): Promise<{ status: number; body: unknown; closes: boolean }> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false, headers: { connection: "keep-alive" } }, async (reply) => {
      const pieces = await reply.toArray();
      const body: unknown = JSON.parse(Buffer.concat(pieces).toString());
      resolve({ status: reply.statusCode ?? 0, body, closes: reply.headers.connection === "close" });
    }).on("error", reject);
  });
}

test("a store that stops first says that it is not ready, and still answers", async () => {
  const ready = () => ask(`${store.url}/api/health/ready`);
  expect(await ready()).toMatchObject({ status: 200, closes: false });
  const exited = new Promise((resolve) => store.child.once("exit", resolve));
  store.child.kill("SIGTERM");
  await until(async () => (await ready()).status !== 200);
  const draining = { title: "Draining", status: 503, reason: "draining" };
  expect(await ready()).toMatchObject({ status: 503, closes: true, body: draining });
  expect(await ask(`${store.url}/api/cart`)).toMatchObject({ status: 200, closes: true });
  expect(await exited).toBe(0);
});

const ENDINGS = [
  ["npm start is ended", "SIGTERM", "npm"],
  ["the program that npm starts is killed", "SIGKILL", "start.mjs"],
] as const;

test.each(ENDINGS.slice(0, repetitions(1, 2)))("when %s, everything ends", async (_, signal, whom) => {
  const dataDir = await mkdtemp(join(tmpdir(), "fwr-npm-"));
  const port = String(await findPort());
  const { NODE_OPTIONS: _preload, ...env } = process.env;
  const npm = spawn("npm", ["start"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...env, NODE_ENV: "production", REDIS_URL: "", PORT: port, DATA_DIR: dataDir, DRAIN_SECONDS: "0" },
  });
  const watchdog = killOnExit(npm.pid ?? 0, dataDir, 20);
  for await (const line of createInterface({ input: npm.stdout })) if (line.includes("Open http")) break;
  const [start = 0] = pidsOf("start.mjs", npm.pid);
  const [primary = 0] = pidsOf("serve.ts", start);
  const all = [
    npm.pid ?? 0,
    start,
    primary,
    ...pidsOf("worker.ts", primary),
    await readPid(readPrivateUrl(dataDir) ?? ""),
  ];
  expect(all.every((pid) => pid > 0)).toBe(true);
  process.kill(whom === "npm" ? (npm.pid ?? 0) : start, signal);
  await until(() => all.every((pid) => commandOf(pid) === null));
  await watchdog.cleanUp();
  await rm(dataDir, { recursive: true, force: true });
});
