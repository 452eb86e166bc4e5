import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { expectFullTtl } from "#test/expect-ttl.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { cspReportsBody, type Violation } from "./schema.ts";
import { countCspReports, MAX_FIELDS, readCspReports } from "./store.ts";

setUpRedis();
const inline: Violation = {
  directive: "script-src-elem",
  blocked: "inline",
  document: "https://store.example/cart?q=1",
};
const onPage = (page: string) => ({ ...inline, document: `https://store.example/${page}` });
const asItem = (page: string, count: number) => ({ directive: "script-src-elem", blocked: "inline", page, count });

test("both forms of a report are counted as the same violation", async () => {
  const single = {
    "csp-report": {
      "document-uri": "https://store.example/cart?q=1",
      "violated-directive": "script-src-elem",
      "effective-directive": "script-src-elem",
      "blocked-uri": "inline",
      "original-policy": "default-src 'self'",
      "script-sample": "alert(1)",
    },
  };
  const body = {
    documentURL: "https://store.example/cart",
    effectiveDirective: "script-src-elem",
    blockedURL: "inline",
  };
  const several = [1, 2].map((age) => ({ type: "csp-violation", age, url: body.documentURL, user_agent: "x", body }));
  expect(await readCspReports()).toEqual({ items: [], since: null });
  for (const report of [single, several]) expect(await countCspReports(cspReportsBody.parse(report), "")).toBeNull();
  const { items, since } = await readCspReports();
  expect(items).toEqual([asItem("/cart", 3)]);
  expect(Number.isNaN(Date.parse(since ?? ""))).toBe(false);
});

test.each([
  [{}],
  [[]],
  [{ "csp-report": { "document-uri": "https://store.example/" } }],
  [{ "csp-report": { "document-uri": "https://store.example/", "violated-directive": "<b>" } }],
  [[{ type: "deprecation", body: { id: "x" } }]],
  [[{ type: "csp-violation", body: { documentURL: 1, effectiveDirective: "img-src" } }]],
  [
    Array.from({ length: 51 }, () => ({
      type: "csp-violation",
      body: { documentURL: "", effectiveDirective: "img-src" },
    })),
  ],
])("what is no report of a violation is refused: %j", (body) => {
  expect(cspReportsBody.safeParse(body).success).toBe(false);
});

test("the hash never grows beyond its limit, and invented reports do not keep real ones out", async () => {
  const pages = (from: number) => Array.from({ length: MAX_FIELDS + 50 }, (_, i) => onPage(`page-${from + i}`));
  await countCspReports(pages(0), "");
  for (let i = 0; i < 3; i++) await countCspReports([onPage("checkout")], "");
  await countCspReports(pages(1000), "");
  await countCspReports([onPage("checkout")], "");
  expect(await withRedis((redis) => redis.hLen(keys.cspReports))).toBe(MAX_FIELDS);
  const { items } = await readCspReports();
  expect(items).toHaveLength(MAX_FIELDS - 1);
  expect(items.reduce((sum, { count }) => sum + count, 0)).toBe(2 * MAX_FIELDS + 104);
  expect(items[0]).toMatchObject({ directive: "other", blocked: "other", page: "other" });
  expect(items[1]).toEqual(asItem("/checkout", 4));
});

test("counts expire a week after the first report, however many follow", async () => {
  await countCspReports([inline], "");
  expectFullTtl(await withRedis((redis) => redis.ttl(keys.cspReports)), 604_800);
  await withRedis((redis) => redis.expire(keys.cspReports, 100_000));
  await countCspReports([inline, onPage("other")], "");
  expect(await withRedis((redis) => redis.ttl(keys.cspReports))).toBeLessThanOrEqual(100_000);
});

test("nothing of a report is kept but its directive, what was blocked and the page", async () => {
  const blocked = "https://evil.example/x.js?sid=secret-sid";
  const document = "https://store.example/orders/0123456789ABCDEF?email=a@b.example";
  await countCspReports([{ directive: "img-src", blocked, document }], "10.1.2.3");
  const hash = await withRedis((redis) => redis.hGetAll(keys.cspReports));
  expect(Object.keys(hash).sort()).toEqual(["img-src evil.example /orders/…", "since"]);
});

test("an address that sends too many reports has to wait, and others do not", async () => {
  const results = [];
  for (let i = 0; i < 201; i++) results.push(await countCspReports([inline], "10.1.2.3"));
  expect(results.slice(0, 200).every((wait) => wait === null)).toBe(true);
  expect(results[200]).toBeGreaterThan(0);
  expect(results[200]).toBeLessThanOrEqual(3600);
  expect(await countCspReports([inline], "10.1.2.4")).toBeNull();
  expect((await readCspReports()).items).toEqual([asItem("/cart", 201)]);
});
