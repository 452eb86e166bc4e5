import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import { expect, test, vi } from "vitest";
import { setUpRedis } from "#test/redis.ts";
import { withRedis } from "./client.ts";
import { pageIndex } from "./paging/page-index.ts";
import { RedisUnavailableError } from "./unavailable.ts";

const { server } = setUpRedis();
const get = () => withRedis((redis) => redis.get("key"));

test("a script is sent whole when the server has forgotten it", async () => {
  const page = { index: "none", direction: "asc", limit: 1, score: "", member: "" };
  await withRedis((redis) => redis.scriptFlush());
  expect(await withRedis((redis) => pageIndex(redis, page))).toEqual([]);
  expect(await withRedis((redis) => pageIndex(redis, page))).toEqual([]);
});

test("a command leaves no signal behind that would live for seconds after it", async () => {
  const timeout = vi.spyOn(AbortSignal, "timeout");
  await get();
  expect(timeout).not.toHaveBeenCalled();
  timeout.mockRestore();
});

test("a frozen Redis fails every command within 2 s, and serves again within 5 s of thawing", async () => {
  await withRedis((redis) => redis.set("key", "value"));
  const { child } = server();
  child.kill("SIGSTOP");
  try {
    for (let i = 0; i < 3; i++) {
      const started = performance.now();
      await expect(get()).rejects.toBeInstanceOf(RedisUnavailableError);
      expect(performance.now() - started).toBeLessThan(2000);
      await sleep(300);
    }
  } finally {
    child.kill("SIGCONT");
  }
  const until = Date.now() + 5000;
  let value: string | null = null;
  while (value === null && Date.now() < until) {
    value = await get().catch(() => null);
    await sleep(50);
  }
  expect(value).toBe("value");
});

test("under steady traffic a frozen Redis is noticed all the same, and then nobody waits any more", async () => {
  const { child } = server();
  child.kill("SIGSTOP");
  try {
    const waits: Promise<number>[] = [];
    for (let i = 0; i < 30; i++) {
      const started = performance.now();
      const failed = get().then(
        () => Number.POSITIVE_INFINITY,
        () => performance.now() - started,
      );
      waits.push(failed);
      await sleep(100);
    }
    const took = await Promise.all(waits);
    expect(Math.max(...took), `${took.map(Math.round)} ms`).toBeLessThan(2000);
    expect(Math.max(...took.slice(-5)), `${took.map(Math.round)} ms`).toBeLessThan(100);
  } finally {
    child.kill("SIGCONT");
  }
  await vi.waitFor(get, { timeout: 5000 });
});

test("a wrong command is not mistaken for an absent Redis", async () => {
  await withRedis((redis) => redis.set("key", "value"));
  await expect(withRedis((redis) => redis.hGetAll("key"))).rejects.toThrow("WRONGTYPE");
});

test("a connection that breaks for a moment fails no request", async () => {
  await withRedis((redis) => redis.set("key", "value"));
  const admin = createClient({ socket: { path: server().url.slice("unix://".length), tls: false } });
  await admin.connect();
  await admin.sendCommand(["CLIENT", "KILL", "TYPE", "normal"]);
  admin.destroy();
  await sleep(5);
  expect(await get()).toBe("value");
});
