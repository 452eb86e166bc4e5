import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loadConfig } from "#lib/config.ts";
import { onSkuChange, type SkuChange, subscribeToSkuChanges } from "#lib/sku/changes.ts";
import { startActiveClock } from "#test/active-clock.ts";
import { launchTestSentinels, type TestSentinels } from "#test/servers/redis-servers.ts";
import { listConnectionNames, sendToRedis, waitForReplica } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";
import { closeRedis, withRedis } from "./client.ts";
import { connectionName, makeClient } from "./connection.ts";
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

let appended = 0;
/** Appends an entry that no other call appends. @returns the entry */
const append = () => {
  const entry = String(++appended);
  return withRedis((redis) => redis.rPush("log", entry)).then(() => entry);
};
const readLog = () => withRedis((redis) => redis.lRange("log", 0, -1));

/** The address of the primary, once the Sentinels agree. */
async function findAgreedPrimary(): Promise<string> {
  let found: string[] = [];
  await until(async () => {
    found = await Promise.all(setup.addresses.split(",").map((nodes) => findPrimary({ nodes, master })));
    return new Set(found).size === 1;
  });
  return found[0] ?? "";
}
const serverAt = (url: string) => {
  const server = setup.servers.find((each) => each.url === url);
  if (!server) throw new Error(`${url} is not a server of this test`);
  return server;
};

/** Repeats work until it succeeds; each attempt fails within 2 s. */
async function untilServed<T>(work: () => Promise<T>): Promise<T> {
  const clock = startActiveClock();
  try {
    for (;;) {
      const started = clock.now();
      try {
        return await work();
      } catch (error) {
        expect(error).toBeInstanceOf(RedisUnavailableError);
        expect(clock.now() - started).toBeLessThan(2000);
      }
      await sleep(20);
    }
  } finally {
    clock.stop();
  }
}

test("a requested failover is followed at once, although the old primary still accepts writes", async () => {
  const old = await findAgreedPrimary();
  await waitForReplica(old);
  const [first] = setup.sentinels;
  const sentinel = makeClient(first?.url ?? "");
  await sentinel.connect();
  const promoted = new Promise<string>((resolve) => void sentinel.subscribe("+switch-master", resolve));
  await until(async () => (await sendToRedis(first?.url ?? "", "SENTINEL", "FAILOVER", "mymaster")) === "OK");
  const [, , , , port = ""] = (await promoted).split(" ");
  sentinel.destroy();
  const portOfClient = async () => /tcp_port:(\d+)/.exec(await withRedis((redis) => redis.info("server")))?.[1];
  await until(async () => (await portOfClient()) === port);
  // The Sentinels demote the old one after some ten seconds: the client did not wait for that.
  expect(await sendToRedis(old, "ROLE")).toMatchObject({ 0: "master" });
  await untilServed(append);
  const primary = serverAt(await findAgreedPrimary()).url;
  for (const { url } of [{ url: primary }, ...setup.sentinels])
    expect(await listConnectionNames(url), url).toContain(connectionName());
  await sendToRedis(old, "REPLICAOF", "127.0.0.1", port);
});

test("a frozen primary is replaced, no command is sent twice, and listeners are notified", async () => {
  const old = await findAgreedPrimary();
  const heard = vi.fn();
  const hasHeard = (change: SkuChange) => heard.mock.calls.some(([heard]) => isDeepStrictEqual(heard, change));
  onSkuChange(heard);
  const stop = subscribeToSkuChanges();
  await until(() => hasHeard({ kind: "any" }));
  const entries = [await untilServed(append)];
  await waitForReplica(old);

  heard.mockClear();
  const frozen = serverAt(old);
  frozen.child.kill("SIGSTOP");
  await expect(append()).rejects.toBeInstanceOf(RedisUnavailableError);
  const rejected = String(appended);
  entries.push(await untilServed(append));
  expect(await findAgreedPrimary()).not.toBe(old);
  await until(() => hasHeard({ kind: "any" }));
  await until(async () => {
    await withRedis((redis) => redis.publish(keys.skusChanged, "sku123"));
    return hasHeard({ kind: "skus", ids: ["sku123"] });
  });
  stop();

  // The old server resumes as a primary that no client uses.
  frozen.child.kill("SIGCONT");
  entries.push(await untilServed(append));
  const log = await untilServed(readLog);
  expect(log).toEqual(expect.arrayContaining(entries));
  expect(log).not.toContain(rejected);
  expect(new Set(log).size).toBe(log.length);
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
