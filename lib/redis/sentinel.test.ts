import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loadConfig } from "#lib/config.ts";
import { onSkuChange, subscribeToSkuChanges } from "#lib/sku/changes.ts";
import { startActiveClock } from "#test/active-clock.ts";
import { launchTestSentinels, type TestSentinels } from "#test/redis-servers.ts";
import { closeRedis, withRedis } from "./client.ts";
import { makeClient } from "./connection.ts";
import { keys } from "./keys.ts";
import { findPrimary } from "./sentinel.ts";
import { timeouts } from "./timeouts.ts";
import { RedisUnavailableError } from "./unavailable.ts";

/** The store under Sentinel: a primary with a replica, watched by three. */

const PASSWORD = "a-password-of-the-primary";
const master = `redis://:${PASSWORD}@mymaster`;
let setup: TestSentinels;
beforeAll(async () => {
  setup = await launchTestSentinels(PASSWORD);
  process.env.REDIS_SENTINEL = setup.addresses;
  process.env.REDIS_SENTINEL_MASTER = master;
});
afterAll(async () => {
  await closeRedis();
  await setup.stop();
});

const add = () => withRedis((redis) => redis.hIncrBy("cart:1", "sku123", 1));
/** Where the primary is, once the Sentinels agree. */
const primary = () =>
  vi.waitFor(
    async () => {
      const all = await Promise.all(setup.addresses.split(",").map((nodes) => findPrimary({ nodes, master })));
      expect(new Set(all).size).toBe(1);
      return all[0] ?? "";
    },
    { timeout: 60_000 },
  );
const serverAt = (url: string) => {
  const server = setup.servers.find((each) => each.url === url);
  if (!server) throw new Error(`${url} is not a server of this test`);
  return server;
};

/** Waits until the replica has everything. */
const untilReplicated = () =>
  vi.waitFor(
    async () => {
      // WAIT answers for the writes of its own connection only.
      const reached = withRedis((redis) => Promise.all([redis.set("replicated", "yes"), redis.wait(1, 500)]));
      expect((await reached)[1]).toBe(1);
    },
    { timeout: 60_000 },
  );

/** Repeats work until it succeeds; each attempt fails within 2 s. */
async function untilServed<T>(work: () => Promise<T>): Promise<T> {
  const clock = startActiveClock();
  try {
    for (;;) {
      const tried = clock.now();
      try {
        return await work();
      } catch (error) {
        expect(error).toBeInstanceOf(RedisUnavailableError);
        expect(clock.now() - tried).toBeLessThan(2000);
      }
      await sleep(20);
    }
  } finally {
    clock.stop();
  }
}

test("a requested failover is followed at once, although the old primary still accepts writes", async () => {
  const old = await primary();
  await untilReplicated();
  const [first] = setup.sentinels;
  const sentinel = makeClient(first?.url ?? "");
  await sentinel.connect();
  const told = new Promise<string>((resolve) => void sentinel.subscribe("+switch-master", resolve));
  await vi.waitFor(() => sentinel.sendCommand(["SENTINEL", "FAILOVER", "mymaster"]), { timeout: 60_000 });
  const [, , , , port = ""] = (await told).split(" ");
  sentinel.destroy();
  const portOfClient = async () => /tcp_port:(\d+)/.exec(await withRedis((redis) => redis.info("server")))?.[1];
  await vi.waitFor(async () => expect(await portOfClient()).toBe(port), { timeout: 60_000 });
  const client = makeClient(old);
  await client.connect();
  // The Sentinels demote the old one after some ten seconds: the client did not wait for that.
  expect((await client.role())?.role).toBe("master");
  await untilServed(add);
  await client.sendCommand(["REPLICAOF", "127.0.0.1", port]);
  client.destroy();
});

test("a frozen primary is replaced, no command is sent twice, and listeners are notified", async () => {
  const old = await primary();
  const heard = vi.fn();
  onSkuChange(heard);
  const stop = subscribeToSkuChanges();
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith("*"), { timeout: 60_000 });
  const added = await untilServed(add);
  await untilReplicated();

  heard.mockClear();
  const frozen = serverAt(old);
  frozen.child.kill("SIGSTOP");
  await expect(add()).rejects.toBeInstanceOf(RedisUnavailableError);
  const value = await untilServed(add);
  expect(value).toBe(added + 1);
  expect(await primary()).not.toBe(old);
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith("*"), { timeout: 60_000 });
  await withRedis((redis) => redis.publish(keys.skusChanged, "sku123"));
  await vi.waitFor(() => expect(heard).toHaveBeenCalledWith("sku123"), { timeout: 60_000 });
  stop();

  // The old server resumes as a primary that no client uses.
  frozen.child.kill("SIGCONT");
  expect(await untilServed(add)).toBe(added + 2);
});

test("Sentinels that hang or have stopped do not delay the lookup while one answers", async () => {
  const [, second, third] = setup.sentinels;
  second?.child.kill("SIGSTOP");
  await third?.stop();
  const before = { ...timeouts };
  // A lookup that waited for the Sentinel that hangs would take this long.
  timeouts.socketMs = 170_000;
  const started = performance.now();
  expect(serverAt(await findPrimary({ nodes: setup.addresses, master }))).toBeDefined();
  expect(performance.now() - started).toBeLessThan(100_000);
  Object.assign(timeouts, before);
  second?.child.kill("SIGCONT");
});

test("a name that no Sentinel knows is reported with the name of the variable", async () => {
  await expect(findPrimary({ nodes: setup.addresses, master: "others" })).rejects.toThrow(
    /REDIS_SENTINEL_MASTER.*"others"/,
  );
  await expect(findPrimary({ nodes: "127.0.0.1:1", master: "mymaster" })).rejects.toThrow("ECONNREFUSED");
});

test("only one Redis can be configured", () => {
  const read = (env: Record<string, string>) => loadConfig({ REDIS_SENTINEL: "a:1, b:2", ...env });
  expect(read({})).toMatchObject({ REDIS_SENTINEL: "a:1, b:2", REDIS_SENTINEL_MASTER: "mymaster" });
  expect(() => read({ REDIS_URL: "redis://a" })).toThrow(/REDIS_SENTINEL: can't be combined/);
  expect(() => read({ REDIS_SENTINEL: "a" })).toThrow(/REDIS_SENTINEL: must be host:port/);
  expect(() => read({ REDIS_SENTINEL_MASTER: "no name" })).toThrow(/REDIS_SENTINEL_MASTER: must be a name/);
});
