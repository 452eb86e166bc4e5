import { expect, test } from "vitest";
import { z } from "zod";
import { MASK } from "#lib/key-browser/secrets.ts";
import { withRedis } from "#lib/redis/client.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { COMMANDS } from "./commands.ts";
import { runLine } from "./run-line.ts";
import { splitLine } from "./split-line.ts";

setUpRedis();

const print = async (line: string) => (await runLine(line)).text;

test("a reply is printed as redis-cli prints it", async () => {
  await withRedis((redis) =>
    Promise.all([
      redis.set("text", 'say "hi"\n'),
      redis.hSet("cart:1", { sku123: "2", sku456: "1" }),
      redis.rPush(
        "list",
        Array.from({ length: 12 }, (_, i) => String(i + 1)),
      ),
      redis.zAdd("z", { score: 1.5, value: "m" }),
      redis.xAdd("s", "1-0", { a: "b" }),
    ]),
  );
  expect(await print("get text")).toBe('"say \\"hi\\"\\n"');
  expect(await print("GET nothing")).toBe("(nil)");
  expect(await print("HGETALL cart:1")).toBe('1) "sku123"\n2) "2"\n3) "sku456"\n4) "1"');
  expect(await print("LLEN list")).toBe("(integer) 12");
  expect(await print("LRANGE list 0 10")).toMatch(/^ 1\) "1"\n 2\) "2"[\s\S]*\n11\) "11"$/);
  expect(await print("TYPE list")).toBe("list");
  expect(await print("SMEMBERS nothing")).toBe("(empty array)");
  expect(await print("ZRANGE z 0 -1 WITHSCORES")).toBe('1) "m"\n2) "1.5"');
  expect(await print("XRANGE s - +")).toBe('1) 1) "1-0"\n   2) 1) "a"\n      2) "b"');
  expect(await print("GET list")).toBe("(error) WRONGTYPE Operation against a key holding the wrong kind of value");
  expect(await print("GET")).toBe("(error) ERR wrong number of arguments for 'get' command");
  expect(await print("PING")).toBe("PONG");
  expect(await print("DBSIZE")).toBe("(integer) 5");
  expect(await print("INFO server")).toContain("redis_version:");
  expect(await print("SCAN 0 MATCH cart:*")).toBe('1) "0"\n2) 1) "cart:1"');
  expect(await print('OBJECT ENCODING "cart:1"')).toBe('"listpack"');
});

test("arguments are split as redis-cli splits them", () => {
  const split = (line: string) => splitLine(line)?.map(String);
  expect(split(` GET  "a b" 'c\\'d' e`)).toEqual(["GET", "a b", "c'd", "e"]);
  expect(splitLine('GET "\\xff\\n"')?.[1]).toEqual(Buffer.from([0xff, 0x0a]));
  expect(split('GET "a')).toBeUndefined();
  expect(split("")).toEqual([]);
});

test("what writes, waits, shows what is not of keys, or has no bound is not sent", async () => {
  const lines = [
    "KEYS *",
    "SET a 1",
    "DEL a",
    "BLPOP a 0",
    "EVAL x 0",
    "CONFIG GET requirepass",
    "MONITOR",
    "CLIENT LIST",
  ];
  lines.push(
    "FLUSHALL",
    "DUMP a",
    "SORT a BY x GET user:*->password_hash",
    "HVALS user:7",
    "MEMORY DOCTOR",
    "constructor",
  );
  lines.push("XREAD BLOCK 0 STREAMS s 0", "SLOWLOG GET", "OBJECT HELP", "ZRANGE z 0 1 BYSCORE", 'GET "open', "");
  for (const line of lines)
    expect(await runLine(line), line).toMatchObject({ text: "", remark: expect.stringMatching(/./) });
  const flags = await withRedis((redis) => redis.sendCommand(["COMMAND", "INFO", ...Object.keys(COMMANDS)]));
  const known = z.array(z.tuple([z.string(), z.number(), z.array(z.string())]).rest(z.unknown())).parse(flags);
  expect(known).toHaveLength(Object.keys(COMMANDS).length);
  // Whether a command with subcommands reads is said of each of them.
  const hasParts = new Set(["object", "memory", "xinfo"]);
  const needsNoKey = new Set(["ping", "time", "lastsave", "info"]);
  for (const [name, , its] of known) {
    expect(its, name).not.toContain("write");
    expect(its, name).not.toContain("blocking");
    expect(its.includes("readonly") || hasParts.has(name) || needsNoKey.has(name), name).toBe(true);
  }
  expect(await withRedis((redis) => redis.dbSize())).toBe(0);
});

test("a reply has a bound", async () => {
  const many = Array.from({ length: 5000 }, (_, i) => String(i));
  await withRedis((redis) =>
    Promise.all([
      redis.rPush("list", many),
      redis.sAdd("set", many),
      redis.zAdd(
        "z",
        many.map((value) => ({ score: Number(value), value })),
      ),
      redis.set("text", "x".repeat(100_000)),
      redis.hSet("h", "long", "y".repeat(100_000)),
    ]),
  );
  const all = await runLine("LRANGE list 0 -1");
  expect(all.text.split("\n")).toHaveLength(1000);
  expect(all.remark).toBe("Only the first 1,000 elements are shown.");
  expect(await print("LRANGE list -2 -1")).toBe('1) "4998"\n2) "4999"');
  expect((await runLine("SMEMBERS set")).remark).toContain("5,000 elements");
  expect((await print("ZRANGEBYSCORE z -inf +inf")).split("\n")).toHaveLength(1000);
  expect((await print("ZRANGEBYSCORE z -inf +inf LIMIT 10 -1")).split("\n")).toHaveLength(1000);
  expect((await print("ZREVRANGEBYSCORE z 9 0 LIMIT 1 2")).split("\n")).toEqual(['1) "8"', '2) "7"']);
  expect((await print("SCAN 0 COUNT 100000")).split("\n").length).toBeLessThan(200);
  for (const line of ["GET text", "HGET h long", "HGETALL h"]) {
    const { text, remark } = await runLine(line);
    expect(text.length).toBeLessThan(20_000);
    expect(remark).toBe("Values longer than 16 KB are cut.");
  }
});

test("secrets are masked", async () => {
  await withRedis((redis) =>
    Promise.all([
      redis.hSet("user:7", { username: "alice", password_hash: "$2b$secret" }),
      redis.sAdd("{user:7}:recovery_codes", "$2b$secret"),
      redis.hSet("{user:7}:passkeys", "id", "$2b$secret"),
      redis.set("user:8", "$2b$secret"),
      redis.xAdd("s", "1-0", { password: "$2b$secret", a: "b" }),
    ]),
  );
  const lines = [
    "HGET user:7 password_hash",
    "HMGET user:7 username password_hash",
    "HGETALL user:7",
    "HSCAN user:7 0",
  ];
  lines.push("XRANGE s - +", "XREVRANGE s + -", "XINFO STREAM s");
  for (const line of lines) {
    const text = await print(line);
    expect(text, line).not.toContain("$2b");
    expect(text, line).toContain(MASK);
  }
  for (const line of [
    "HGETALL {user:7}:passkeys",
    "SMEMBERS {user:7}:recovery_codes",
    "SISMEMBER {user:7}:recovery_codes x",
    "GET user:8",
    "GETRANGE user:8 0 9",
  ])
    expect(await runLine(line), line).toMatchObject({ text: "", remark: expect.stringContaining("secret") });
  expect(await print("SCARD {user:7}:recovery_codes")).toBe("(integer) 1");
  expect(await print("HGET user:7 username")).toBe('"alice"');
});
