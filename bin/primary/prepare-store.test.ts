import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Config, loadConfig } from "#lib/config.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { closePasswordPool } from "#lib/user/password.ts";
import { getUser } from "#lib/user/store.ts";
import { setLongTimeouts, setRequestTimeouts } from "#test/servers/long-timeouts.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { prepareStore } from "./prepare-store.ts";

const { server } = setUpRedis();
afterAll(closePasswordPool);
const send = (...command: string[]) => sendToRedis(server().url, ...command);

let config: Config;
let steps: string[] = [];
beforeEach(async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), "fwr-prepare-"));
  config = loadConfig({ DATA_DIR, REDIS_URL: server().url, ADMIN_PASSWORD: "the store is always open" });
  steps = [];
  const say = (text: unknown) => void steps.push(String(text));
  vi.spyOn(console, "log").mockImplementation(say);
  vi.spyOn(console, "error").mockImplementation(say);
  vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  setLongTimeouts();
  await rm(config.DATA_DIR, { recursive: true });
});
const said = () => steps.join("\n");
const prepare = (onAway = () => {}) => prepareStore(config, onAway);

test("G1: a user without the right to a channel is refused at the start, with one sentence that names it", async () => {
  await send("ACL", "SETUSER", "default", "resetchannels");
  await closeRedis();
  await expect(prepare()).rejects.toThrow("exit 1");
  await send("ACL", "SETUSER", "default", "allchannels");
  expect(said()).toContain("REDIS_URL: the Redis user has no permission for the channel skus:changed (");
  expect(await withRedis((redis) => redis.dbSize())).toBe(0);
});

test("G3: a wrong password is said as such", async () => {
  const socket = { path: server().url.slice("unix://".length), tls: false as const };
  await send("CONFIG", "SET", "requirepass", "another");
  await closeRedis();
  // The tests' own timeouts are so long that a connection in progress would be waited for.
  setRequestTimeouts();
  await expect(prepare()).rejects.toThrow("exit 1");
  const knower = await createClient({ socket, password: "another" }).connect();
  await knower.configSet("requirepass", "");
  knower.destroy();
  await closeRedis();
  expect(said()).toMatch(/REDIS_URL: Redis refuses the user or the password \(NOAUTH/);
});

test("G2: the start warns of a policy that evicts any key", async () => {
  await send("CONFIG", "SET", "maxmemory-policy", "allkeys-lfu");
  await prepare();
  await send("CONFIG", "SET", "maxmemory-policy", "noeviction");
  expect(said()).toMatch(/Warning: Redis evicts by allkeys-lfu\..*noeviction/);
});

test("the start warns of a Redis that saves nothing, and not of one that does", async () => {
  await prepare();
  expect(said()).toMatch(/Warning: Redis saves nothing\. .*appendonly/);
  steps = [];
  await send("CONFIG", "SET", "save", "3600 1");
  await prepare();
  await send("CONFIG", "SET", "save", "");
  await send("CONFIG", "SET", "appendonly", "yes");
  await prepare();
  await send("CONFIG", "SET", "appendonly", "no");
  expect(said()).not.toContain("saves nothing");
});

test("G3: with a Redis that refuses writes the store opens, says why, and is filled when it can be", async () => {
  await send("CONFIG", "SET", "maxmemory", "1");
  const opened = Promise.withResolvers<void>();
  const prepared = prepare(opened.resolve);
  await opened.promise;
  expect(said()).toMatch(
    /refuses writes, as its Redis is out of memory \(OOM\); the store is read-only\. Raise maxmemory/,
  );
  await send("CONFIG", "SET", "maxmemory", "0");
  await prepared;
  expect(await getUser("0")).toMatchObject({ role: "admin" });
  expect(said()).toMatch(/\d+ sample products.*accepts writes again/s);
});

test("a store does not start with data of a newer version, nor with half a restore, and changes nothing", async () => {
  for (const [key, value, sentence] of [
    [keys.dataFormat, "99", "REDIS_URL: The data in Redis have version 99"],
    [
      keys.unfinishedRestore,
      "store.ndjson, begun today",
      "Redis holds a part of a backup: the restore of store.ndjson",
    ],
  ] as const) {
    await send("FLUSHALL");
    await send("SET", key, value);
    await expect(prepare()).rejects.toThrow("exit 1");
    expect(said()).toContain(sentence);
    expect(await send("DBSIZE")).toBe(1);
  }
});
