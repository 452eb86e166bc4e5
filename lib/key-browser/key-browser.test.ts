import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { listPrimaries, sendKeyCommand } from "#lib/redis/cluster.ts";
import { describeOnShapes } from "#test/servers/redis.ts";
import { listKeys } from "./list-keys.ts";
import { toKeyName } from "./names.ts";
import { type KeyDetails, readKey } from "./read-key.ts";
import { listKeysQuery } from "./schema.ts";

const send = (...args: (string | Buffer)[]) => withRedis((redis) => sendKeyCommand(redis, args[1] ?? "", args));

/** Every page of a list of keys. */
async function listAll(query: Record<string, string>, accepts?: (name: string) => boolean) {
  const pages = [];
  let cursor: string | null = null;
  do {
    const wanted = listKeysQuery.parse({ ...query, ...(cursor && { cursor }) });
    const page = await listKeys({ ...wanted, ...(accepts && { accepts }) });
    expect(page.items.length).toBeLessThanOrEqual(wanted.limit);
    pages.push(page);
    cursor = page.nextCursor;
  } while (cursor);
  return { pages, names: pages.flatMap(({ items }) => items.map(({ key }) => key)) };
}

/** Every page of a key. */
async function readAll(name: string, limit: number, from: "start" | "end" = "start"): Promise<KeyDetails[]> {
  const pages: KeyDetails[] = [];
  let cursor: string | undefined;
  do {
    const page = await readKey(name, { limit, from, cursor });
    if (!page) break;
    pages.push(page);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return pages;
}

describeOnShapes(() => {
  test("pages have every key once, also those whose names are not text, with type, lifetime and memory", async () => {
    const odd = [
      Buffer.from([0xff, 0x00, 0x2f]),
      Buffer.from(""),
      Buffer.from(".."),
      Buffer.from("base64:eA"),
      "a/b é%",
    ];
    const plain = Array.from({ length: 1500 }, (_, i) => `session:${i}`);
    await Promise.all([...odd, ...plain].map((name) => send("SET", name, "1")));
    await send("EXPIRE", "session:7", "1000");
    const { pages, names } = await listAll({ limit: "100" });
    expect([...names].sort()).toEqual([...plain, ...odd.map((name) => toKeyName(Buffer.from(name)))].sort());
    expect(names.filter((name) => name.startsWith("base64:"))).toHaveLength(4);
    expect(pages.map(({ total }) => total)).toEqual(pages.map(() => 1505));
    const scanned = pages.map((page) => page.scanned);
    expect(scanned).toEqual(scanned.toSorted((a, b) => a - b));
    expect(scanned.at(-1)).toBe(1505);
    const seven = pages.flatMap(({ items }) => items).find(({ key }) => key === "session:7");
    expect(seven).toMatchObject({ type: "string", bytes: expect.any(Number) });
    expect(seven?.ttl).toBeGreaterThan(0);
    for (const name of names.filter((name) => !name.startsWith("session:")))
      expect(await readKey(name, { limit: 1, from: "start" }), name).toMatchObject({ key: name, ttl: null });
  });

  test("a pattern, a type and a filter find what they say; a pattern without a glob is looked up", async () => {
    await Promise.all(Array.from({ length: 300 }, (_, i) => send("SET", `a:${i}`, "1")));
    await Promise.all(Array.from({ length: 20 }, (_, i) => send("HSET", `a:hash:${i}`, "f", "1")));
    expect((await listAll({ pattern: "a:1?", limit: "3" })).names.sort()).toHaveLength(10);
    expect(new Set((await listAll({ type: "hash", limit: "7" })).names).size).toBe(20);
    expect((await listAll({ pattern: "a:*", limit: "9" }, (name) => name.endsWith("9"))).names).toHaveLength(32);
    expect((await listAll({ pattern: "nothing*" })).names).toEqual([]);
    expect(await listKeys(listKeysQuery.parse({ pattern: "a:7" }))).toMatchObject({
      items: [{ key: "a:7" }],
      total: 320,
    });
    expect((await listAll({ pattern: "a:7", type: "hash" })).names).toEqual([]);
    expect((await listAll({ cursor: "nonsense", limit: "1000" })).names).toHaveLength(320);
  });

  test("values of each type are read by pages, whatever their size", async () => {
    const numbers = Array.from({ length: 1000 }, (_, i) => String(i));
    const some = numbers.slice(0, 90);
    await Promise.all([
      send("HSET", "small", ...some.flatMap((n) => [`f${n}`, n])),
      send("HSET", "large", ...numbers.flatMap((n) => [`f${n}`, n])),
      send("SADD", "set", ...numbers.map((n) => `m${n}`)),
      send("SADD", "ints", ...numbers.slice(0, 300)),
      send("RPUSH", "list", ...numbers),
      send("ZADD", "zset", ...numbers.flatMap((n) => [n, `m${n}`]), "inf", "last"),
      send("SET", "text", `${"é".repeat(100_000)}!`),
      send("SET", "binary", Buffer.alloc(70_000, 0xff)),
      ...numbers.slice(0, 25).map((n) => send("XADD", "stream", `${Number(n) + 1}-0`, "n", n)),
    ]);
    await withRedis((redis) => redis.xGroupCreate("stream", "readers", "0"));
    const entriesOf = async (name: string) =>
      (await readAll(name, 40)).flatMap(({ value }) => (value.type === "hash" ? value.entries : []));
    expect((await readAll("small", 40)).map(({ value }) => value.type === "hash" && value.entries.length)).toEqual([
      40, 40, 10,
    ]);
    expect(Object.fromEntries(await entriesOf("small"))).toEqual(Object.fromEntries(some.map((n) => [`f${n}`, n])));
    expect(Object.fromEntries(await entriesOf("large"))).toEqual(Object.fromEntries(numbers.map((n) => [`f${n}`, n])));
    const elementsOf = async (name: string, from?: "end") =>
      (await readAll(name, 70, from)).flatMap(({ value }) =>
        value.type === "list" || value.type === "set" ? value.elements : [],
      );
    expect(new Set(await elementsOf("set")).size).toBe(1000);
    expect((await elementsOf("ints")).sort()).toEqual(numbers.slice(0, 300).sort());
    expect(await elementsOf("list")).toEqual(numbers);
    expect(await elementsOf("list", "end")).toEqual(numbers.toReversed());
    const [top] = await readAll("zset", 2, "end");
    expect(top?.value).toEqual({
      type: "zset",
      members: [
        { member: "last", score: "inf" },
        { member: "m999", score: 999 },
      ],
    });
    const text = await readAll("text", 1);
    expect(text).toHaveLength(4);
    expect(text.map(({ value }) => (value.type === "string" ? value.text : "")).join("")).toBe(
      `${"é".repeat(100_000)}!`,
    );
    const [binary] = await readAll("binary", 1);
    expect(binary).toMatchObject({ length: 70_000, value: { text: expect.stringMatching(/^base64:/) } });
    const newest = await readAll("stream", 10, "end");
    expect(newest.map(({ value }) => value.type === "stream" && value.entries.length)).toEqual([10, 10, 5]);
    expect(newest[0]?.value).toMatchObject({
      entries: [{ id: "25-0", fields: [["n", "24"]] }, ...Array(9).fill({})],
      groups: [{ name: "readers", consumers: 0, pending: 0, lastDeliveredId: "0-0", lag: 25 }],
    });
    expect(await readKey("nothing", { limit: 1, from: "start" })).toBeNull();
    // The key was replaced between two pages.
    await send("DEL", "list");
    await send("HSET", "list", "f", "1");
    const cursor = Buffer.from(JSON.stringify(["list", "70"])).toString("base64url");
    expect(await readKey("list", { limit: 5, from: "start", cursor })).toMatchObject({
      value: { entries: [["f", "1"]] },
    });
  });

  test("a long value is cut, and said to be", async () => {
    await send("HSET", "h", "short", "1", "long", "x".repeat(100_000));
    const read = await readKey("h", { limit: 10, from: "start" });
    expect(read).toMatchObject({
      cut: 1,
      value: {
        entries: [
          ["long", "x".repeat(16_384)],
          ["short", "1"],
        ],
      },
    });
  });

  test("what the store's user may not ask is left out, and the rest is shown", async () => {
    await send("SET", "s", "text");
    const allow = (sign: string) =>
      withRedis(async (redis) => {
        const rules = [`${sign}memory`, `${sign}object`];
        for (const node of await listPrimaries(redis)) await node.sendCommand(["ACL", "SETUSER", "default", ...rules]);
      });
    await allow("-");
    try {
      expect((await listKeys(listKeysQuery.parse({}))).items).toEqual([
        { key: "s", type: "string", ttl: null, bytes: null },
      ]);
      const read = await readKey("s", { limit: 1, from: "start" });
      expect(read).toMatchObject({ bytes: null, encoding: "", value: { text: "text" } });
    } finally {
      await allow("+");
    }
  });
});
