import fc from "fast-check";

/** Commands that fill a Redis with keys of every type, for tests of backups. */

type Bytes = string | Buffer;
export type Command = Bytes[];

const bytes = fc.uint8Array({ maxLength: 40 }).map((found) => Buffer.from(found));
/** Plain text, text with every sign that may confuse a reader of lines, and bytes that are no text. */
const text: fc.Arbitrary<Bytes> = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("", "\n", "\r\n", "\u2028", "\ufeff", '{"end":true}', "42", "-1", "x".repeat(100)),
  bytes,
);
const some = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 1, maxLength: 8 });
const score = fc.oneof(
  fc.double({ noNaN: true }).map((value) => String(value).replace("Infinity", "inf")),
  fc.integer().map(String),
);

const write: fc.Arbitrary<(key: Bytes) => Command[]> = fc.oneof(
  text.map((value) => (key: Bytes) => [["SET", key, value]]),
  some(text).map((values) => (key: Bytes) => [["RPUSH", key, ...values]]),
  some(fc.oneof(text, fc.integer().map(String))).map((values) => (key: Bytes) => [["SADD", key, ...values]]),
  some(fc.integer().map(String)).map((values) => (key: Bytes) => [["SADD", key, ...values]]),
  some(fc.tuple(text, text)).map((pairs) => (key: Bytes) => [["HSET", key, ...pairs.flat()]]),
  some(fc.tuple(score, text)).map((pairs) => (key: Bytes) => [["ZADD", key, ...pairs.flat()]]),
  fc
    .record({ entries: some(some(fc.tuple(text, text))), removed: fc.boolean(), groups: fc.nat(2) })
    .map(({ entries, removed, groups }) => (key: Bytes) => [
      ...entries.map((fields, i) => ["XADD", key, `${1_700_000_000_000 + i}-${i % 3}`, ...fields.flat()]),
      ...(removed ? [["XDEL", key, "1700000000000-0"]] : []),
      ...Array.from({ length: groups }, (_, i) => ["XGROUP", "CREATE", key, `group ${i}`, i === 0 ? "0" : "$"]),
      ...(groups > 0 ? [["XREADGROUP", "GROUP", "group 0", "a consumer", "COUNT", "2", "STREAMS", key, ">"]] : []),
      ...(groups > 1 ? [["XGROUP", "CREATECONSUMER", key, "group 1", "idle"]] : []),
    ]),
);

/** When a key expires, in milliseconds from now; far enough that it does not while a test runs. */
const expiry = fc.option(fc.integer({ min: 10_000_000, max: 10_000_000_000 }), { nil: null });

/** The keys of a store: the name of each, and the commands that write it. */
export const randomKeys = fc
  .uniqueArray(fc.tuple(fc.oneof(text, fc.constantFrom("user:1", "{user:1}:emails", "cart:g1")), write, expiry), {
    selector: ([key]) => Buffer.from(key).toString("hex"),
    maxLength: 30,
  })
  .map((found) =>
    found.map(([key, make, expiresIn]) => ({
      key,
      commands: [
        ...make(key),
        ...(expiresIn === null ? [] : [["PEXPIREAT", key, String(Date.now() + expiresIn)] as Command]),
      ],
    })),
  );

/** Keys of every type that are too large for one line. */
export function largeKeys(): { key: string; commands: Command[] }[] {
  const many = (count: number, make: (i: number) => Bytes[]) => Array.from({ length: count }, (_, i) => make(i)).flat();
  const picture = Buffer.from(Array.from({ length: 90_000 }, (_, i) => (i * 7919) % 251));
  return [
    { key: "large string", commands: [["SET", "large string", "€ä".repeat(40_000)]] },
    { key: "large list", commands: [["RPUSH", "large list", ...many(2500, (i) => [`element ${i % 100}`])]] },
    { key: "large set", commands: [["SADD", "large set", ...many(2500, (i) => [`member ${i}`])]] },
    { key: "large hash", commands: [["HSET", "large hash", ...many(2500, (i) => [`field ${i}`, `value ${i}`])]] },
    { key: "large zset", commands: [["ZADD", "large zset", ...many(2500, (i) => [String(i / 3), `member ${i}`])]] },
    {
      key: "picture",
      commands: [["HSET", "picture", "1280", picture, "640", picture, "320", picture, "name", "a.png"]],
    },
    {
      key: "large stream",
      commands: Array.from({ length: 1500 }, (_, i) => ["XADD", "large stream", `${i + 1}-0`, "n", `${i}`]),
    },
  ];
}
