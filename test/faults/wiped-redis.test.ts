import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { prepareStore, watchForEmptyRedis } from "#bin/primary/prepare-store.ts";
import { authenticate } from "#lib/account/sign-in/authenticate.ts";
import { type Config, loadConfig } from "#lib/config.ts";
import { withRedis } from "#lib/redis/client.ts";
import { DATA_FORMAT } from "#lib/redis/data-format.ts";
import { keys } from "#lib/redis/keys.ts";
import { createSku, removeSku } from "#lib/sku/edit/edit.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { getUser } from "#lib/user/store.ts";
import { captureLog } from "#test/capture-log.ts";
import { makeSku } from "#test/search-index.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";
import { recordFault, repetitions } from "./result.ts";
import { startTally } from "./tools/tally.ts";

/** A Redis that is emptied while the store runs. */

const { server } = setUpRedis();
afterAll(closePasswordPool);
const send = (...command: string[]) => sendToRedis(server().url, ...command);

let config: Config;
beforeEach(async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), "fwr-wiped-"));
  config = loadConfig({ DATA_DIR, REDIS_URL: server().url, ADMIN_PASSWORD: "the store is always open" });
  vi.spyOn(console, "log").mockImplementation(() => {});
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(config.DATA_DIR, { recursive: true });
});
const prepare = () => prepareStore(config, () => {});

test("G12: after each FLUSHALL the administrator and the sample goods come back, and everybody is told", async (context) => {
  await prepare();
  const goods = await withRedis((redis) => redis.zCard(keys.skus));
  const lines = captureLog();
  const reports = () => lines.filter(({ event }) => event === "redis-emptied");
  const stop = watchForEmptyRedis(config, 20);
  const tally = startTally();
  const rounds = repetitions(2, 10);
  for (let times = 1; times <= rounds; times++) {
    await send("FLUSHALL");
    tally.end();
    await until(() => reports().length === times);
    await until(() => withRedis(async (redis) => (await redis.zCard(keys.skus)) === goods));
    await until(async () => (await getUser("0")) !== null);
    expect(await send("GET", keys.dataFormat)).toBe(String(DATA_FORMAT));
    const client = { address: "203.0.113.7", device: "" };
    await until(async () => (await authenticate("admin", "the store is always open", client)).ok);
    tally.recovered();
  }
  stop();
  expect(reports()).toHaveLength(rounds);
  for (const report of reports()) expect(report).toMatchObject({ administrator: "gone", goods: "gone" });
  const { recoveryMs = 0 } = tally.row();
  recordFault(context, { fault: "wiped (FLUSHALL), until the administrator signs in", times: rounds, recoveryMs });
});

test("G12: sample goods never return among, or in place of, goods of one's own", async () => {
  await createSku(makeSku("lamp", { image: "/pictures/package.svg" }));
  await prepare();
  const stop = watchForEmptyRedis(config, 20);
  await send("FLUSHALL");
  await until(async () => (await getUser("0")) !== null);
  expect(await withRedis((redis) => redis.exists(keys.skus))).toBe(0);
  stop();
  await send("FLUSHALL");
  await prepare();
  expect(await withRedis((redis) => redis.exists(keys.skus))).toBe(0);
});

test("G12: who deletes all goods keeps an empty store while it runs", async () => {
  await createSku(makeSku("lamp", { image: "/pictures/package.svg" }));
  await prepare();
  const lines = captureLog();
  const stop = watchForEmptyRedis(config, 20);
  await removeSku("lamp");
  await until(() => lines.some(({ event }) => event === "redis-emptied"));
  expect(await withRedis((redis) => redis.exists(keys.skus))).toBe(0);
  stop();
});
