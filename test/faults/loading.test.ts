import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPort } from "#lib/net/port.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { askRedis, type LaunchedRedis } from "#lib/redis/server/launch.ts";
import { captureLog } from "#test/capture-log.ts";
import { setUpApi } from "#test/servers/api.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { withRequestTimeouts } from "#test/servers/redis.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";
import { recordFault, repetitions } from "./result.ts";
import { startTally } from "./tools/tally.ts";

/** A Redis that was killed, started again, and takes its time to load its data: it answers, and refuses everything. */

/** What one key takes to load, in microseconds, and how many there are: a second, or five. */
const KEY_DELAY = 10_000;
const KEYS = repetitions(100, 500);
/** Redis listens to its clients once in so many bytes: after each key. */
const VALUE_BYTES = 1024;

let folder = "";
let port = 0;
let server: LaunchedRedis;
const launch = (...args: string[]) =>
  launchTestRedis(...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder], ...args);
beforeAll(async () => {
  setLongTimeouts();
  folder = await mkdtemp(join(tmpdir(), "fwr-loading-"));
  port = await findPort();
  process.env.REDIS_URL = `redis://127.0.0.1:${port}`;
  process.env.SESSION_SECRET ??= "the secret of the tests is long enough";
  server = await launch();
  await withRedis((redis) => redis.hSet(keys.sku("lamp"), { name: "Lamp", price: "1.00", stock: "9", category: "c" }));
});
afterAll(async () => {
  await closeRedis();
  await server.stop();
  await rm(folder, { recursive: true });
});
const makeClient = setUpApi();

test("while Redis loads its data requests get 503, a few lines say so, and one line when it is back", async (context) => {
  await withRedis((redis) =>
    Promise.all(Array.from({ length: KEYS }, (_, i) => redis.set(`key:${i}`, randomBytes(VALUE_BYTES)))),
  );
  const shopper = makeClient();
  await shopper.call("POST", "/api/visits", { page: "/" });
  expect(await shopper.call("POST", "/api/cart/items", { sku: "lamp", quantity: 2 })).toMatchObject({ status: 200 });
  const tally = startTally();
  const times = repetitions(1, 5);
  for (let i = 0; i < times; i++) {
    await withRequestTimeouts(async () => {
      const log = captureLog("warn");
      const watched = tally.watch(shopper);
      await sendToRedis(`redis://127.0.0.1:${port}`, "SAVE");
      server.child.kill("SIGKILL");
      await server.stop();
      const relaunched = launch(
        "--key-load-delay",
        String(KEY_DELAY),
        "--loading-process-events-interval-bytes",
        String(VALUE_BYTES),
      );
      await until(async () => (await askRedis(`redis://127.0.0.1:${port}`)) === "loading");
      let isLoading = true;
      void relaunched.then((again) => {
        server = again;
        isLoading = false;
        tally.end();
      });
      const asked: Promise<unknown>[] = [];
      while (isLoading) {
        asked.push(watched.call("GET", "/api/cart"));
        await sleep(25);
      }
      const { replies = {} } = tally.row();
      await Promise.all(asked);
      await until(async () => (await watched.call("GET", "/api/health/ready")).status === 200);
      tally.recovered();
      expect(replies["503"]).toBeGreaterThan(0);
      expect(await shopper.call("GET", "/api/cart")).toMatchObject({ status: 200, body: { totalItems: 2 } });
      const said = () => log.map(({ event }) => event).filter((event) => event.startsWith("redis-"));
      await until(() => said().at(-1) === "redis-back");
      expect(said()).toEqual(["redis-lost", "redis-back"]);
      const seconds = 1 + (KEYS * KEY_DELAY) / 1_000_000;
      const lines = log.filter(({ event }) => event === "request");
      expect(lines.length).toBeGreaterThan(0);
      // Ten at once and one a second; a busy machine takes longer than the delays alone.
      expect(lines.length).toBeLessThan(10 + 10 * seconds);
      expect(lines[0]).toMatchObject({ level: "warn", route: "/api/cart", status: 503, trouble: "away" });
    });
  }
  recordFault(context, { fault: "killed, then LOADING", times, ...tally.row(), lost: { carts: 0 } });
  expect(new Set(Object.keys(tally.row().replies ?? {}))).toEqual(new Set(["200", "503"]));
});
