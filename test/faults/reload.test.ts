import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, expect, test } from "vitest";
import CacheHandler from "#lib/front/cache/cache-handler.ts";
import { pageCache } from "#lib/front/cache/page-cache.ts";
import { askRedis } from "#lib/redis/server/launch.ts";
import { onSkuChange, subscribeToSkuChanges } from "#lib/sku/changes.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";

/** A Redis that loads its data, and one whose connections break again and again: pages that are cached are shown. */

const { server } = setUpRedis(() =>
  launchTestRedis(
    ...["--enable-debug-command", "yes", "--rdbcompression", "no"],
    // By default a server answers only after each two megabytes that it has loaded.
    ...["--loading-process-events-interval-bytes", "1024"],
  ),
);
const send = (...command: string[]) => sendToRedis(server().url, ...command);
const isLoading = async () => (await askRedis(server().url)) === "loading";

const notices: string[] = [];
onSkuChange(({ kind }) => notices.push(kind));
let stop = () => {};
afterEach(() => stop());
afterAll(() => pageCache.drop(() => true));

/** Keys that Redis loads slowly: all of them in about two seconds. */
const KEYS = 400;
const KEY_DELAY_MICROSECONDS = 5000;

/** Lets Redis load its data again, and refuse everything meanwhile. @returns what waits until it has loaded them */
async function beginReload(): Promise<() => Promise<unknown>> {
  await send("DEBUG", "POPULATE", String(KEYS), "key", "5000");
  await send("CONFIG", "SET", "key-load-delay", String(KEY_DELAY_MICROSECONDS));
  const reloaded = send("DEBUG", "RELOAD");
  await until(isLoading);
  return () => reloaded;
}

test("while Redis loads its data after a reconnect, nobody is told to drop what is cached", async () => {
  stop = subscribeToSkuChanges();
  await until(() => notices.length === 1);
  const loaded = await beginReload();
  for (let i = 0; i < 3; i++) {
    await send("CLIENT", "KILL", "TYPE", "pubsub");
    await sleep(150);
  }
  expect([await isLoading(), notices]).toEqual([true, ["any"]]);
  await loaded();
  await until(() => notices.length > 1);
  // Three connections, one notice: nothing was lost that it does not make good.
  expect(notices).toEqual(["any", "any"]);
});

test("a page that was dropped is shown until another can be rendered", async () => {
  const handler = new CacheHandler();
  const key = "/route-cache/APP_PAGE/abc/$/products/a";
  await handler.get(key);
  await handler.set(key, { html: "<p>page</p>" }, {});
  pageCache.drop(() => true);
  expect(await handler.get(key)).toBeNull();
  const loaded = await beginReload();
  expect((await handler.get(key))?.value).toEqual({ html: "<p>page</p>" });
  expect(await isLoading()).toBe(true);
  await loaded();
  expect(await handler.get(key)).toBeNull();
});
