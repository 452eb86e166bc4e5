import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { keys } from "#lib/redis/keys.ts";
import { type LaunchedRedis, launchRedis } from "#lib/redis/server/launch.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { type Store, startStore } from "#test/servers/store.ts";
import { until } from "#test/until.ts";
import { isFull, recordFault } from "./result.ts";

/** Pages that the built store has cached, while its Redis is killed, loads its data, or breaks every connection. */

const PATHS = ["/", "/categories/audio", "/categories/kitchen", "/products/sku123", "/products/piano-108"];
const REQUESTS = 220;
const TIMES = 3;
/** Each key delays the start of Redis by so much: it loads for about five seconds. */
const KEY_DELAY_MICROSECONDS = 10_000;

let folder = "";
let redis: LaunchedRedis;
let store: Store;

function launch(...args: string[]): Promise<LaunchedRedis> {
  const socket = join(folder, "redis.sock");
  return launchRedis(`unix://${socket}`, [
    ...["--port", "0", "--unixsocket", socket, "--dir", folder, "--save", "", "--appendonly", "no"],
    ...["--rdbcompression", "no", "--loading-process-events-interval-bytes", "1024", ...args],
  ]);
}

const send = (...command: string[]) => sendToRedis(redis.url, ...command);

async function get(path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(store.url + path, { headers: { accept: "text/html" } }).catch(() => null);
  return { status: response?.status ?? 0, text: (await response?.text()) ?? "" };
}

beforeAll(async () => {
  if (!isFull) return;
  folder = await mkdtemp(join(tmpdir(), "fwr-pages-"));
  redis = await launch();
  store = await startStore({ env: { REDIS_URL: redis.url } });
  // Twice: what is shown for the first time is rendered.
  for (const path of [...PATHS, ...PATHS]) expect([path, (await get(path)).status]).toEqual([path, 200]);
});
afterAll(async () => {
  await store?.remove();
  await redis?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Asks for the cached pages in turn while a fault lasts. */
async function browse(context: TestContext, fault: string, cause: () => Promise<void>): Promise<void> {
  const replies: Record<string, number> = {};
  let [slowest, recovery] = [0, 0];
  for (let i = 0; i < TIMES; i++) {
    const done = cause();
    let lasts = true;
    void done.finally(() => {
      lasts = false;
    });
    for (let n = 0; n < REQUESTS || lasts; n++) {
      const sent = performance.now();
      const { status } = await get(PATHS[n % PATHS.length] ?? "/");
      slowest = Math.max(slowest, performance.now() - sent);
      replies[status] = (replies[status] ?? 0) + 1;
      await sleep(20);
    }
    await done;
    // What is cached is not what it was: the pages follow again.
    const ended = performance.now();
    const name = `Piano ${fault} ${i}`;
    await until(() => send("HSET", keys.sku("piano-108"), "name", name).then(() => true));
    await send("PUBLISH", keys.skusChanged, "piano-108");
    await until(async () => (await get("/products/piano-108")).text.includes(name));
    recovery = Math.max(recovery, performance.now() - ended);
  }
  recordFault(context, { fault, times: TIMES, replies, slowestMs: slowest, recoveryMs: recovery });
  expect(Object.keys(replies)).toEqual(["200"]);
}

test.runIf(isFull)("cached pages are shown while Redis is killed and loads its data", (context) =>
  browse(context, "Redis killed, loads for seconds", async () => {
    await send("SAVE");
    redis.child.kill("SIGKILL");
    redis = await launch("--key-load-delay", String(KEY_DELAY_MICROSECONDS));
  }),
);

test.runIf(isFull)("cached pages are shown while connections break again and again", (context) =>
  browse(context, "connections broken every 0.2 s", async () => {
    for (let i = 0; i < 25; i++) {
      for (const type of ["normal", "pubsub"]) await send("CLIENT", "KILL", "TYPE", type);
      await sleep(200);
    }
  }),
);
