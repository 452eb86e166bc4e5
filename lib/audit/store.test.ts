import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { expectFullTtl } from "#test/expect-ttl.ts";
import { setUpRedis, whileFrozen, withRequestTimeouts } from "#test/servers/redis.ts";
import { describeActivity, groupActivity } from "./describe.ts";
import type { AuditFilter } from "./schema.ts";
import { listActivity, listAudit, recordEvent } from "./store.ts";

const { server } = setUpRedis();

const signIn = { what: "sign-in", who: "7", on: "user:7", address: "203.0.113.7", device: "Firefox on Linux" } as const;

test("an event is in the audit stream, newest first, and in the activity of the user whom it concerns", async () => {
  await recordEvent(signIn, { user: "7" });
  await recordEvent({ what: "role-changed", who: "operator", on: "user:8", after: "admin" }, { user: "8" });
  const { items } = await listAudit({ limit: 10 });
  expect(items).toMatchObject([
    { what: "role-changed", who: "operator", on: "user:8", before: "", after: "admin", address: "" },
    signIn,
  ]);
  expect(Math.abs(Date.now() - Date.parse(items[0]?.at ?? ""))).toBeLessThan(600_000);
  expect(await listActivity("7", 10)).toMatchObject([signIn]);
  expect(await withRedis((redis) => redis.ttl(keys.userActivity("7")))).toBeGreaterThan(179 * 86_400);
});

test("pages of the audit stream follow each other without gaps, also while entries are added", async () => {
  for (let i = 0; i < 25; i++) await recordEvent({ ...signIn, after: String(i) });
  const seen: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await listAudit({ limit: 10, cursor: cursor ?? undefined });
    seen.push(...page.items.map(({ after }) => after));
    cursor = page.nextCursor;
    await recordEvent({ ...signIn, after: "later" });
  } while (cursor);
  expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => String(24 - i)));
  expect((await listAudit({ limit: 1, cursor: "no cursor" })).items).toMatchObject([{ after: "later" }]);
});

test("strangers cause a hundred entries an hour at most, so that they push nothing out", async () => {
  await recordEvent({ what: "role-changed", who: "operator", on: "user:8", after: "admin" });
  const failure = { what: "sign-in-failed", who: "", on: "user:7" } as const;
  await Promise.all(Array.from({ length: 150 }, () => recordEvent(failure, { by: "stranger" })));
  expect(await withRedis((redis) => redis.xLen(keys.audit))).toBe(101);
});

test("users cause sixty entries an hour each, so that they push nothing out either; administrators any number", async () => {
  const own = (who: string) => ({ what: "sessions-ended", who, on: `user:${who}` }) as const;
  await Promise.all(Array.from({ length: 100 }, () => recordEvent(own("7"), { user: "7", by: "user" })));
  await Promise.all(Array.from({ length: 100 }, () => recordEvent(own("0"), { user: "0" })));
  const { items } = await listAudit({ limit: 200 });
  expect(items.filter(({ who }) => who === "7")).toHaveLength(60);
  expect(items.filter(({ who }) => who === "0")).toHaveLength(100);
});

test("many entries of one kind hide no other in a user's activity", async () => {
  await recordEvent(signIn, { user: "7", by: "user" });
  const ended = { ...signIn, what: "sessions-ended" } as const;
  await Promise.all(Array.from({ length: 60 }, () => recordEvent(ended, { user: "7", by: "user" })));
  const shown = groupActivity(await listActivity("7", 100)).map(describeActivity);
  expect(shown).toEqual(["Signed out elsewhere, 20 times", "Signed in"]);
  const keysOfLimit = await withRedis((redis) => redis.keys(`${keys.limitActivity}:7:*`));
  expect(keysOfLimit).toHaveLength(2);
  for (const key of keysOfLimit) expectFullTtl(await withRedis((redis) => redis.ttl(key)), 86_400);
});

test("an event that Redis does not take is lost there and nowhere else: recording never fails", async () => {
  await withRequestTimeouts(() => whileFrozen(server(), () => recordEvent(signIn, { user: "7" })));
});

test("an entry that somebody else wrote is left out", async () => {
  await withRedis((redis) => redis.xAdd(keys.audit, "*", { nonsense: "yes" }));
  await recordEvent(signIn);
  expect((await listAudit({ limit: 10 })).items).toHaveLength(1);
});

test("entries are filtered by act, by who did it, and by what it was done to, across the whole stream", async () => {
  await recordEvent({ what: "sku-changed", who: "0", on: "sku:lamp", before: "price: 1.00", after: "price: 2.00" });
  for (let i = 0; i < 1100; i += 100)
    await Promise.all(Array.from({ length: 100 }, () => recordEvent({ ...signIn, who: "0" })));
  await recordEvent({ what: "sku-removed", who: "operator", on: "sku:lamp" });
  const acts = async (filter: AuditFilter, limit = 10) =>
    (await listAudit({ ...filter, limit })).items.map(({ what }) => what);
  expect(await acts({ on: "sku:lamp" })).toEqual(["sku-removed", "sku-changed"]);
  expect(await acts({ what: "sku-changed" })).toEqual(["sku-changed"]);
  expect(await acts({ who: "operator" })).toEqual(["sku-removed"]);
  expect(await acts({ who: "0", on: "sku:lamp" })).toEqual(["sku-changed"]);
  expect(await acts({ who: "nobody" })).toEqual([]);
  const first = await listAudit({ on: "sku:lamp", limit: 1 });
  expect(first.items).toHaveLength(1);
  const second = await listAudit({ on: "sku:lamp", limit: 1, cursor: first.nextCursor ?? "" });
  expect(second).toMatchObject({ items: [{ what: "sku-changed", after: "price: 2.00" }], nextCursor: null });
});
