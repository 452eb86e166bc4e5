import { expect, onTestFinished, test, vi } from "vitest";
import { config } from "#lib/config.ts";
import { findPort } from "#lib/net/port.ts";
import { pageIndex } from "#lib/redis/paging/page-index.ts";
import { addRecentScript } from "#lib/visit/scripts/add-recent.ts";
import { captureLog } from "#test/capture-log.ts";
import { setUpRedis, withRequestTimeouts } from "#test/servers/redis.ts";
import { listConnectionNames, sendToRedis } from "#test/servers/send-to-redis.ts";
import { closeRedis, withRedis } from "./client.ts";
import { connectionName, makeClient } from "./connection.ts";
import { script } from "./script.ts";
import { RedisUnavailableError } from "./unavailable.ts";

const { server } = setUpRedis();
const get = () => withRedis((redis) => redis.get("key"));

test("a script is sent in full when the server does not know it", async () => {
  const page = { index: "none", direction: "asc", limit: 1, score: "", member: "" };
  expect(await withRedis((redis) => pageIndex(redis, page))).toEqual([]);
  await withRedis((redis) => redis.scriptFlush());
  expect(await withRedis((redis) => pageIndex(redis, page))).toEqual([]);
  expect(await withRedis((redis) => pageIndex(redis, page))).toEqual([]);
});

test("no command overtakes the first call of a script, on a server that does not know it yet", async () => {
  const { keys, args, reply } = addRecentScript.options;
  const addRecent = script("visit/scripts/add-recent", { keys, args, rest: true, reply });
  await withRedis(async (redis) => {
    await redis.scriptFlush();
    const added = addRecent(redis, { recent: "recent:g1", maxEntries: 25, expirySeconds: 0, rest: [1, "sku123"] });
    expect(await redis.zRange("recent:g1", 0, -1)).toEqual(["sku123"]);
    await added;
  });
});

test("a command creates no abort signal that would outlive it", async () => {
  const timeout = vi.spyOn(AbortSignal, "timeout");
  await get();
  expect(timeout).not.toHaveBeenCalled();
  timeout.mockRestore();
});

test("a primary that may not write without replicas counts as unavailable", async () => {
  await sendToRedis(server().url, "CONFIG", "SET", "min-replicas-to-write", "1");
  try {
    await expect(withRedis((redis) => redis.set("key", "value"))).rejects.toBeInstanceOf(RedisUnavailableError);
  } finally {
    await sendToRedis(server().url, "CONFIG", "SET", "min-replicas-to-write", "0");
  }
});

test("ASVS 16.3.4: a Redis that can't be reached at the start is in the log, without its password", async () => {
  await withRequestTimeouts(async () => {
    await closeRedis();
    const { REDIS_URL } = config();
    onTestFinished(() => void Object.assign(config(), { REDIS_URL }));
    Object.assign(config(), { REDIS_URL: "redis://:secret@127.0.0.1:1" });
    const lines = captureLog();
    await expect(get()).rejects.toBeInstanceOf(RedisUnavailableError);
    expect(lines).toMatchObject([{ event: "redis-lost", reason: expect.stringContaining("ECONNREFUSED") }]);
    expect(JSON.stringify(lines)).not.toContain("secret");
  });
});

test("a wrong command is not mistaken for an unavailable Redis", async () => {
  await withRedis((redis) => redis.set("key", "value"));
  await expect(withRedis((redis) => redis.lPush("key", "value"))).rejects.toThrow("WRONGTYPE");
});

test("a short interruption of the connection fails no request", async () => {
  await withRedis((redis) => redis.set("key", "value"));
  const client = await withRedis(async (redis) => redis);
  const broken = new Promise((resolve) => client.once("reconnecting", resolve));
  await sendToRedis(server().url, "CLIENT", "KILL", "TYPE", "normal");
  await broken;
  expect(await get()).toBe("value");
});

test("connections are named by program and process", async () => {
  expect(connectionName("/store/bin/worker.ts")).toBe(`fwr:web:${process.pid}`);
  expect(connectionName("/store/bin/seed.ts")).toBe(`fwr:seed:${process.pid}`);
  expect(connectionName("C:/a b/Überprüfung 1.mjs")).toBe(`fwr:_berpr_fung_1:${process.pid}`);
  await get();
  expect(await listConnectionNames(server().url)).toContain(connectionName());
});

test("a user who may not call CLIENT can connect, and has the name all the same", async () => {
  const port = await findPort();
  await sendToRedis(server().url, "CONFIG", "SET", "port", String(port));
  await sendToRedis(server().url, "ACL", "SETUSER", "shop", "on", ">pw", "~*", "&*", "+@all", "-client", "-@dangerous");
  const client = makeClient(`redis://shop:pw@127.0.0.1:${port}`);
  onTestFinished(() => client.destroy());
  await client.connect();
  expect(await client.set("key", "value")).toBe("OK");
  await expect(client.sendCommand(["CLIENT", "GETNAME"])).rejects.toThrow("NOPERM");
  const names = await listConnectionNames(server().url);
  expect(names.filter((name) => name === connectionName()).length).toBeGreaterThan(1);
});
