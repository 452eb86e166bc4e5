import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { captureLog } from "#test/capture-log.ts";
import { largeKeys, randomKeys } from "#test/random-keys.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { describeRedis, fillRedis } from "#test/servers/redis-contents.ts";
import { launchTestRedis } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { until } from "#test/until.ts";
import { backUp, checkBackup } from "./backup.ts";
import { ContentDigest } from "./digest.ts";
import type { KeyRecord } from "./record.ts";
import { restore } from "./restore.ts";

const { server } = setUpRedis(() => launchTestRedis("--enable-debug-command", "yes"));
let folder = "";
let file = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "fwr-backup-"));
});
afterAll(() => rm(folder, { recursive: true }));
let made = 0;
beforeEach(() => {
  file = join(folder, `${made++}.ndjson.gz`);
});

const never = new AbortController().signal;
const send = (...command: string[]) => sendToRedis(server().url, ...command);
const backUpNow = (options = {}) => backUp(file, { all: false, signal: never, ...options });
const restoreNow = async (options = {}) =>
  restore(file, { keys: await checkBackup(file, never), replace: false, verify: true, signal: never, ...options });

const describeAll = () => describeRedis(server().url);

/** The lines of the backup. */
const readLines = async () =>
  gunzipSync(await readFile(file))
    .toString()
    .trim()
    .split("\n");
const writeLines = (lines: readonly string[]) => writeFile(file, gzipSync(`${lines.join("\n")}\n`));

test("any keys of any type, with their expiries, are the same after backup and restore", async () => {
  await fc.assert(
    fc.asyncProperty(randomKeys, async (filled) => {
      await send("FLUSHALL");
      await fillRedis(filled);
      const before = await describeAll();
      await rm(file, { force: true });
      expect((await backUpNow()).keys).toBe(filled.length);
      await fillRedis([{ key: "in the way", commands: [["SET", "in the way", "1"]] }]);
      await restoreNow({ replace: true });
      expect(await describeAll()).toEqual(before);
    }),
    { numRuns: 15 },
  );
});

test("keys that are too large for one line are backed up in pieces, and no copy is left behind", async () => {
  await fillRedis(largeKeys());
  const before = await describeAll();
  expect(await backUpNow()).toMatchObject({ keys: 7, readInPieces: 0 });
  expect((await readLines()).length).toBeGreaterThan(7 + 10);
  expect(await describeAll()).toEqual(before);
  await restoreNow({ replace: true });
  expect(await describeAll()).toEqual(before);
});

test("a large key that others change meanwhile is as it was at one moment", async () => {
  const fields = Array.from({ length: 1500 }, (_, i) => `field ${i}`);
  const write = (round: number) =>
    withRedis((redis) =>
      redis.hSet("busy", Object.fromEntries(fields.map((field) => [field, `${round} ${"x".repeat(60)}`]))),
    );
  await write(0);
  let round = 0;
  let busy = true;
  const writing = (async () => {
    while (busy) await write(++round);
  })();
  await backUpNow();
  busy = false;
  await writing;
  const values = (await readLines()).flatMap((line) =>
    (JSON.parse(line).value ?? []).map(([, value]: string[]) => value),
  );
  expect(values).toHaveLength(fields.length);
  expect(new Set(values).size).toBe(1);
});

test("where Redis has no room for a copy a large key is read in pieces, and that is said", async () => {
  const log = captureLog();
  await fillRedis(largeKeys());
  await send("CONFIG", "SET", "maxmemory", "1");
  const result = await backUpNow();
  await send("CONFIG", "SET", "maxmemory", "0");
  expect(result).toMatchObject({ keys: 7, readInPieces: 7 });
  await restoreNow({ replace: true });
  // The refusal made the store try to write every second. Other tests count keys: it has to be over.
  await until(() => log.some(({ event }) => event === "redis-writable"));
  await until(async () => (await send("EXISTS", keys.writeProbe)) === 0);
});

test("what is left out is counted, and backed up where everything is wanted", async () => {
  for (const key of [keys.ordersSweeper, keys.bigList, keys.user("1")]) await send("SET", key, "1");
  expect(await backUpNow()).toMatchObject({ keys: 1, leftOut: 2 });
  file += ".all.gz";
  expect(await backUpNow({ all: true })).toMatchObject({ keys: 3, leftOut: 0 });
});

test("only its owner can read the file, and an existing one is not overwritten", async () => {
  await send("SET", "user:1", "x");
  await backUpNow();
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await expect(backUpNow()).rejects.toThrow(`${file} exists`);
});

test("a key that has expired since the backup stays away, also one of several lines", async () => {
  await send("SET", "user:1", "x");
  await backUpNow();
  const [first = "", line = ""] = await readLines();
  const expired: KeyRecord[] = [
    { key: "cart:g1", expiresAt: 1, type: "hash", value: [["sku1", "1"]] },
    { key: "recent:g1", expiresAt: 1, more: true, type: "list", value: ["a"] },
    { key: "recent:g1", expiresAt: 1, part: 1, type: "list", value: ["b"] },
  ];
  const digest = new ContentDigest();
  for (const record of [JSON.parse(line), ...expired]) digest.add(record);
  const last = { end: true, keys: 3, digest: String(digest), leftOut: 0, readInPieces: 0 };
  await writeLines([first, line, ...[...expired, last].map((record) => JSON.stringify(record))]);
  expect(await restoreNow({ replace: true })).toEqual({ deleted: 1, expired: 1 });
  expect(await withRedis((redis) => redis.keys("*"))).toEqual(["user:1"]);
});

test.each([
  ["cut off at a line", (lines: string[]) => lines.slice(0, -1), /is not whole: its last line is missing/],
  ["without one of its keys", (lines: string[]) => lines.toSpliced(2, 1), /is not whole: it has 2 keys instead of 3/],
  ["cut off in a line", (lines: string[]) => [...lines.slice(0, 2), '{"key":"us'], /line 3: no JSON/],
  ["changed in a value", (lines: string[]) => lines.map((line) => line.replace('"x1"', '"x2"')), /is damaged/],
  [
    "of a newer version",
    ([first = "", ...rest]: string[]) => [first.replace('"fileFormat":1', '"fileFormat":2'), ...rest],
    /newer version/,
  ],
  [
    "with data of a newer version",
    ([first = "", ...rest]: string[]) => [first.replace(/"dataFormat":\d+/, '"dataFormat":99'), ...rest],
    /newer version/,
  ],
  ["that is none", () => ["hello"], /line 1: no JSON/],
])("a backup %s is refused, and nothing is written", async (_, change, message) => {
  for (const i of [1, 2, 3]) await send("SET", `user:${i}`, `x${i}`);
  await backUpNow();
  await writeLines(change(await readLines()));
  await send("FLUSHALL");
  await expect(restoreNow()).rejects.toThrow(message);
  expect(await send("KEYS", "*")).toEqual([]);
});

test("a compressed backup that was cut off is refused", async () => {
  for (let i = 0; i < 50; i++) await send("SET", `user:${i}`, `${Math.random()}`);
  await backUpNow();
  const whole = await readFile(file);
  await writeFile(file, whole.subarray(0, whole.length / 2));
  await expect(checkBackup(file, never)).rejects.toThrow("can't be read: it was cut off");
});

test("a store that holds keys is restored into only when they may be replaced", async () => {
  await send("SET", "user:1", "from the backup");
  await backUpNow();
  await send("SET", "user:2", "newer");
  await expect(restoreNow()).rejects.toThrow("This Redis holds 2 keys. With --replace they are deleted first");
  expect(await send("GET", "user:2")).toBe("newer");
  await restoreNow({ replace: true });
  expect(await withRedis((redis) => redis.keys("*"))).toEqual(["user:1"]);
});

test("nothing is restored into a Redis on which a store runs", async () => {
  await backUpNow();
  const shop = await withRedis(async (redis) => redis.duplicate().connect());
  await shop.subscribe(keys.skusChanged, () => {});
  await expect(restoreNow({ replace: true })).rejects.toThrow("A store runs on this Redis");
  shop.destroy();
});

test("a backup that is cancelled leaves no file", async () => {
  for (let i = 0; i < 3; i++) await send("SET", `user:${i}`, "x");
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  await expect(backUpNow({ signal: controller.signal, onProgress })).rejects.toThrow();
  expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false]);
});

test("a restore that is cancelled is noted in Redis, stands in the way of a backup, and can be repeated", async () => {
  await withRedis((redis) => Promise.all(Array.from({ length: 1200 }, (_, i) => redis.set(`user:${i}`, "x"))));
  await backUpNow();
  const controller = new AbortController();
  const onProgress = () => controller.abort();
  await expect(restoreNow({ replace: true, signal: controller.signal, onProgress })).rejects.toThrow();
  expect(await send("GET", keys.unfinishedRestore)).toContain(file);
  expect(Number(await send("DBSIZE"))).toBeLessThan(1200);
  const again = `${file}.again`;
  await expect(backUp(again, { all: false, signal: never })).rejects.toThrow("holds a part of a backup");
  await restoreNow();
  expect(await send("DBSIZE")).toBe(1200);
});

test("a connection that breaks ends the backup: what SCAN has left is known only to the server that was asked", async () => {
  await withRedis((redis) => Promise.all(Array.from({ length: 2000 }, (_, i) => redis.set(`user:${i}`, "x"))));
  let killed: Promise<unknown> | null = null;
  const onProgress = () => {
    killed ??= send("CLIENT", "KILL", "TYPE", "normal").catch(() => {});
  };
  await expect(backUpNow({ onProgress })).rejects.toThrow(/connection to Redis broke|does not answer/i);
  await killed;
  expect(existsSync(file)).toBe(false);
});

test("what is read back after a restore is compared with the file", async () => {
  await send("HSET", "user:1", "username", "alice");
  await send("SET", "user:2", "x");
  await backUpNow();
  const onProgress = (doing: string) => {
    // On the same connection, and so before what is read back.
    if (doing === "write") void withRedis((redis) => redis.hSet("user:1", { username: "mallory" }));
  };
  await expect(restoreNow({ replace: true, onProgress })).rejects.toThrow("is not what was written: user:1.");
});

test("the rights that the store needs are enough for backup and restore", async () => {
  await fillRedis(largeKeys());
  const groups = ["+@read", "+@write", "+@connection", "+@scripting", "+@transaction", "+@pubsub", "-@dangerous"];
  // ACL is for the test.
  await send("ACL", "SETUSER", "default", "-@all", ...groups, "+info", "+role", "+time", "+config|get", "+acl");
  try {
    await closeRedis();
    expect(await backUpNow()).toMatchObject({ keys: 7, readInPieces: 0 });
    expect(await restoreNow({ replace: true })).toEqual({ deleted: 7, expired: 0 });
  } finally {
    await send("ACL", "SETUSER", "default", "+@all");
  }
});
