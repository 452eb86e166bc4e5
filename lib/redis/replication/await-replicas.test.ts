import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { config } from "#lib/config.ts";
import { findPort } from "#lib/net/port.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import type { LaunchedRedis } from "#lib/redis/server/launch.ts";
import { timeouts } from "#lib/redis/timeouts.ts";
import { setUpRedis, whileFrozen, withRequestTimeouts } from "#test/servers/redis.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";
import { listConnectionNames, sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";
import { awaitReplicas } from "./await-replicas.ts";
import { learnReplicas } from "./replicas.ts";

/** A primary and a replica that can be frozen. */

let port = 0;
const launch = async (...args: string[]) => {
  const own = await findPort();
  const server = await launchTestRedis("--port", String(own), "--bind", "127.0.0.1", ...args);
  return { server, own };
};
const { server: primary } = setUpRedis(async () => {
  const { server, own } = await launch("--repl-diskless-sync-delay", "0");
  port = own;
  return server;
});
let replica: LaunchedRedis | undefined;
afterAll(async () => {
  await replica?.stop();
});

const KEY = "written";
const write = (value: string) => withRedis((redis) => redis.set(KEY, value));
/** How long what does not come is waited for, in milliseconds; what comes may take long on a busy machine. */
const BRIEFLY = 300;
/** Whether replicas have a value, and what the replica said of it at that moment. */
const wait = (value: string, ms = 60_000) =>
  withRedis(async (redis) => {
    timeouts.acknowledgeMs = ms;
    learnReplicas(redis);
    const check = async (connection: typeof redis) => (await connection.get(KEY)) === value;
    return awaitReplicas(redis, [{ key: KEY, check }]);
  });
const commandsOf = async (name: string) =>
  Number(
    new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(
      String(await sendToRedis(primary().url, "INFO", "commandstats")),
    )?.[1] ?? 0,
  );

/** Starts the replica, and waits until it has all data. */
async function connectReplica(): Promise<LaunchedRedis> {
  const { server } = await launch("--replicaof", "127.0.0.1", String(port));
  await until(async () =>
    String(await sendToRedis(server.url, "INFO", "replication")).includes("master_link_status:up"),
  );
  return server;
}
/** Forgets what is known, as after a new connection. */
const forget = () => closeRedis();

test("without a replica nothing is waited for, no connection is made, and Redis is asked once a second at most", async () => {
  for (let i = 0; i < 20; i++) {
    await write(String(i));
    expect(await wait(String(i))).toBe("acknowledged");
  }
  expect(await commandsOf("wait")).toBe(0);
  expect(await commandsOf("role")).toBeLessThan(20);
  expect(new Set(await listConnectionNames(primary().url)).size).toBe(1);
});

test("a server in whose place there is another one since is asked, also where none has a replica", async () => {
  await write("kept");
  await withRedis((redis) => Promise.resolve(learnReplicas(redis)));
  expect(await wait("kept")).toBe("acknowledged");
  await write("lost");
  // As after a failover: the same client is connected to a server without what was written, and without replicas.
  await sendToRedis(primary().url, "DEL", KEY);
  await sendToRedis(primary().url, "CLIENT", "KILL", "TYPE", "NORMAL", "SKIPME", "yes");
  await until(async () => (await withRedis((redis) => redis.ping()).catch(() => "")) === "PONG");
  expect(await wait("lost")).toBe("missing");
  await write("kept");
  expect(await wait("kept")).toBe("acknowledged");
});

test("while it can't be found out whether there are replicas, nothing is acknowledged for lack of them", async () => {
  await forget();
  await write("unknown");
  const redis = await withRedis((client) => Promise.resolve(client));
  await withRequestTimeouts(() =>
    whileFrozen(primary(), async () => {
      timeouts.acknowledgeMs = BRIEFLY;
      expect(await awaitReplicas(redis, [{ key: KEY, check: () => Promise.resolve(true) }])).toBe("late");
    }),
  );
  expect(await wait("unknown")).toBe("acknowledged");
});

test("with a replica: what it has is acknowledged, what is not there any more is missing, what it lacks is late", async () => {
  replica = await connectReplica();
  await forget();
  await write("1");
  expect(await wait("1")).toBe("acknowledged");
  expect(await sendToRedis(replica.url, "GET", KEY)).toBe("1");
  expect(await wait("another")).toBe("missing");
  replica.child.kill("SIGSTOP");
  await write("2");
  expect(await wait("2", BRIEFLY)).toBe("late");
  // Nobody else was held up meanwhile: the connection of the store is not the one that waits.
  const late = wait("2", BRIEFLY);
  await withRedis((redis) => redis.get(KEY));
  expect(await Promise.race([late, sleep(0, "served")])).toBe("served");
  expect(await late).toBe("late");
  replica.child.kill("SIGCONT");
  await until(async () => (await wait("2")) === "acknowledged");
});

test("all who wait at the same time share a WAIT", async () => {
  await write("3");
  const before = await commandsOf("wait");
  const results = await Promise.all(Array.from({ length: 200 }, () => wait("3")));
  expect(new Set(results)).toEqual(new Set(["acknowledged"]));
  expect((await commandsOf("wait")) - before).toBeLessThan(20);
});

test.each([
  ["ROLE", ["-role"]],
  ["ROLE and INFO", ["-role", "-info"]],
])("where the user may not ask %s, the replica is found all the same, and its absence as well", async (_, rights) => {
  const unix = process.env.REDIS_URL;
  await sendToRedis(primary().url, "ACL", "SETUSER", "shop", "reset", "on", ">pw", "~*", "&*", "+@all", ...rights);
  process.env.REDIS_URL = `redis://shop:pw@127.0.0.1:${port}`;
  config().REDIS_URL = process.env.REDIS_URL;
  try {
    await write("4");
    // Tried out, a replica that a busy machine holds up is none for some seconds.
    await until(async () => {
      await forget();
      expect(await wait("4")).toBe("acknowledged");
      const before = await commandsOf("wait");
      await wait("4");
      return (await commandsOf("wait")) > before;
    });
    await replica?.stop();
    await forget();
    await write("5");
    await wait("5", BRIEFLY);
    const without = await commandsOf("wait");
    expect(await wait("5")).toBe("acknowledged");
    expect(await commandsOf("wait")).toBe(without);
  } finally {
    process.env.REDIS_URL = unix;
    config().REDIS_URL = unix;
    await replica?.stop();
    replica = await connectReplica();
    await forget();
  }
});

test("a replica that has just lost its link is still waited for: it may be promoted", async () => {
  await write("6");
  expect(await wait("6")).toBe("acknowledged");
  await replica?.stop();
  await until(async () => /connected_slaves:0/.test(String(await sendToRedis(primary().url, "INFO", "replication"))));
  await write("7");
  expect(await wait("7", BRIEFLY)).toBe("late");
});

test("a replica that has connected since Redis was asked for replicas is waited for", async () => {
  await replica?.stop();
  await forget();
  await write("before");
  expect(await wait("before")).toBe("acknowledged");
  // At once: what was learned less than a second ago is still believed.
  const isKnown = wait("before");
  replica = await connectReplica();
  await isKnown;
  replica.child.kill("SIGSTOP");
  await write("after");
  expect(await wait("after", BRIEFLY)).toBe("late");
  replica.child.kill("SIGCONT");
  await until(async () => (await wait("after")) === "acknowledged");
  await replica.stop();
});

test("REDIS_WAIT_REPLICAS says how many, whatever is connected", async () => {
  await write("8");
  config().REDIS_WAIT_REPLICAS = 0;
  expect(await wait("8")).toBe("acknowledged");
  config().REDIS_WAIT_REPLICAS = 1;
  expect(await wait("8", BRIEFLY)).toBe("late");
  replica = await connectReplica();
  await until(async () => (await wait("8")) === "acknowledged");
  config().REDIS_WAIT_REPLICAS = 2;
  expect(await wait("8", BRIEFLY)).toBe("late");
  delete config().REDIS_WAIT_REPLICAS;
  expect(keys.replicationMark(0)).toBe("probe:replicas:{0}");
});
