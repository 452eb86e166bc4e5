import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { config } from "#lib/config.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { listPrimaries, sendKeyCommand } from "#lib/redis/cluster.ts";
import { setLongTimeouts } from "#test/servers/long-timeouts.ts";
import { launchTestNodes, launchTestRedis } from "#test/servers/redis-servers.ts";
import { changeKey, deleteKey } from "./change-key.ts";
import { listKeys } from "./list-keys.ts";
import { toBytes, toKeyName } from "./names.ts";
import { type KeyDetails, readKey } from "./read-key.ts";
import { listKeysQuery } from "./schema.ts";
import { MASK } from "./secrets.ts";

process.env.SESSION_SECRET ??= "the secret of the tests is long enough";

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

const SHAPES = {
  "one server": async () => {
    const server = await launchTestRedis();
    return { server, variables: { REDIS_URL: server.url } };
  },
  "a cluster of three": async () => {
    const nodes = await launchTestNodes();
    return { server: nodes, variables: { REDIS_CLUSTER: nodes.addresses } };
  },
};

describe.each(Object.entries(SHAPES))("on %s", (_, launch) => {
  let stop = async () => {};
  beforeAll(async () => {
    setLongTimeouts();
    const { server, variables } = await launch();
    stop = () => server.stop();
    Object.assign(config(), { REDIS_URL: undefined, REDIS_CLUSTER: undefined }, variables);
  });
  beforeEach(() =>
    withRedis(async (redis) => Promise.all((await listPrimaries(redis)).map((node) => node.flushAll()))),
  );
  afterAll(async () => {
    await closeRedis();
    await stop();
  });

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

  test("secrets are masked wherever they are, and can't be written, however their names are spelt", async () => {
    await send("HSET", "user:7", "username", "alice", "password_hash", "$2b$10$secret");
    await send("HSET", "{user:7}:damaged", "password_hash", "$2b$10$secret");
    await send("HSET", "{user:7}:second_factor", "totp_secret", "sealed", "totp_step", "3");
    await send("SADD", "{user:7}:recovery_codes", "digest");
    await send("SET", "user:8", '{"password_hash":"$2b$10$secret"}');
    await send("HSET", "session:abc", "user_id", "7", "created_at", "1");
    for (const name of ["user:7", "{user:7}:damaged", "{user:7}:second_factor", "{user:7}:recovery_codes", "user:8"]) {
      const text = JSON.stringify(await readKey(name, { limit: 10, from: "start" }));
      expect(text).toContain(MASK);
      expect(text).not.toMatch(/\$2b|sealed|digest/);
    }
    expect((await readKey("user:7", { limit: 10, from: "start" }))?.value).toMatchObject({
      entries: [
        ["password_hash", MASK],
        ["username", "alice"],
      ],
    });
    const base64 = (text: string) => `base64:${Buffer.from(text).toString("base64url")}`;
    for (const [name, field] of [
      ["user:7", "password_hash"],
      [base64("user:7"), base64("password_hash")],
      ["user:7", "role"],
      ["{user:7}:passkeys", "new"],
      ["session:abc", "created_at"],
    ] as const)
      expect(await changeKey(name, { field, value: "x" }), `${name} ${field}`).toMatchObject({
        ok: false,
        reason: "invalid",
        errors: { field: expect.any(String) },
      });
    expect(await changeKey("user:7", { field: "first_name", value: "Alice" })).toMatchObject({ ok: true });
    for (const name of ["audit", "{user:7}:second_factor", "{user:7}:activity"])
      expect(await deleteKey(name)).toMatchObject({ ok: false, reason: "invalid" });
    expect(await changeKey("audit", { ttl: 1 })).toMatchObject({ ok: false, reason: "invalid" });
    expect(await deleteKey("session:abc")).toMatchObject({ ok: true });
  });

  test("fields, elements, scores and lifetimes change where the type is the one that was seen", async () => {
    await send("HSET", "h", "f", "1");
    await send("RPUSH", "l", "a", "b");
    await send("ZADD", "z", "1", "m");
    await send("SET", "s", "text");
    expect(await changeKey("h", { field: "f", value: "2", type: "hash" })).toEqual({
      ok: true,
      type: "hash",
      before: "f: 1",
      after: "f: 2",
    });
    const bytes = toKeyName(Buffer.from([0xfe]));
    expect(await changeKey("h", { field: bytes, value: bytes })).toMatchObject({ ok: true });
    expect((await readKey("h", { limit: 9, from: "start" }))?.value).toMatchObject({
      entries: [
        ["f", "2"],
        [bytes, bytes],
      ],
    });
    expect(toBytes(bytes)).toEqual(Buffer.from([0xfe]));
    expect(await changeKey("l", { field: "-1", value: "c" })).toMatchObject({ ok: true, before: "-1: b" });
    expect(await changeKey("z", { field: "m", value: "2.5" })).toMatchObject({ ok: true });
    expect((await readKey("z", { limit: 1, from: "start" }))?.value).toMatchObject({ members: [{ score: 2.5 }] });
    const refusals: [string, object, object][] = [
      ["h", { field: "f", value: "3", type: "string" }, { reason: "other-type", type: "hash" }],
      ["l", { field: "9", value: "3" }, { errors: { field: "is not an index of this list" } }],
      ["l", { field: "x", value: "3" }, { errors: { field: "must be the index of an element, such as 0 or -1" } }],
      ["z", { field: "m", value: "much" }, { errors: { value: "must be a number" } }],
      ["z", { field: "n", value: "1" }, { errors: { field: "is not a member of this sorted set" } }],
      ["s", { field: "f", value: "1" }, { errors: { field: "can't be changed in a string" } }],
      ["gone", { field: "f", value: "1" }, { reason: "absent" }],
      ["gone", { ttl: 5 }, { reason: "absent" }],
    ];
    for (const [name, change, refusal] of refusals)
      expect(await changeKey(name, change)).toMatchObject({ ok: false, ...refusal });
    expect(await changeKey("s", { ttl: 1000 })).toMatchObject({ before: "no expiry", after: "expires in 1000 s" });
    expect((await readKey("s", { limit: 1, from: "start" }))?.ttl).toBeGreaterThan(0);
    expect(await changeKey("s", { ttl: null, type: "string" })).toMatchObject({ ok: true, after: "no expiry" });
    expect((await readKey("s", { limit: 1, from: "start" }))?.ttl).toBeNull();
    expect(await deleteKey("s", "list")).toEqual({ ok: false, reason: "other-type", type: "string" });
    expect(await deleteKey("s", "string")).toMatchObject({ ok: true, before: "string" });
    expect(await deleteKey("s")).toEqual({ ok: false, reason: "absent" });
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
