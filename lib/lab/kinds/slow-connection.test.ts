import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeRedis } from "#lib/redis/client.ts";
import { type RedisProxy, startRedisProxy } from "#test/faults/tools/tcp-proxy.ts";
import { finish } from "#test/lab.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { setUpRedis } from "#test/servers/redis.ts";

/** Longer than a request waits for a connection, and shorter than a connection may be silent, in milliseconds. */
const HELLO_MS = 850;

const { server } = setUpRedis();
let proxy: RedisProxy;
beforeAll(async () => {
  proxy = await startRedisProxy(server().url);
  proxy.onCommand(async (command) => {
    if (command.includes("HELLO")) await sleep(HELLO_MS);
  });
  process.env.REDIS_URL = proxy.url;
  setLongTimeouts({ inChildren: false });
});
afterAll(async () => {
  await closeRedis();
  await proxy.close();
});

test.each([
  { kind: "browse", views: 2 },
  { kind: "sale", shoppers: 3, units: 2 },
])("$kind waits for a connection that takes longer to make than a visitor waits", async (body) => {
  expect(await finish(body)).toMatchObject({ state: "done", error: null });
});
