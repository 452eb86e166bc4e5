import { expect, test } from "vitest";
import { backfillStep, nextPage } from "#lib/migration/backfill.ts";
import {
  type Change,
  keyOf,
  type LineRecord,
  type SessionRecord,
  type StoredRecord,
} from "#lib/migration/records/record.ts";
import { BEGINNING, type Position } from "#lib/migration/records/walk.ts";
import { setFences } from "#lib/migration/redis/fences.ts";
import { RedisStore } from "#lib/migration/redis/redis-store.ts";
import { walkRedis } from "#lib/migration/redis/walk-redis.ts";
import { SqlStore } from "#lib/migration/sql/sql-store.ts";
import { createTables, dropTables } from "#lib/migration/sql/tables.ts";
import { compareKey, type Mismatch } from "#lib/migration/verify.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { LIFETIMES } from "#test/models/migration-world.ts";
import { setUpPostgres } from "#test/servers/postgres.ts";
import { setUpRedis } from "#test/servers/redis.ts";

/** What a comparison of both stores finds. */

const postgres = setUpPostgres();
setUpRedis();
const SCHEMA = "verify";
const SESSIONS = 200;

async function setUp() {
  const pool = postgres.pool();
  await dropTables(pool, SCHEMA);
  await createTables(pool, SCHEMA);
  const redis = await withRedis((client) => Promise.resolve(client));
  const sql = new SqlStore(pool, SCHEMA, LIFETIMES);
  const copy = new RedisStore(redis, LIFETIMES);
  for (let n = 0; n < SESSIONS; n++) {
    await sql.lead({
      verb: "create-session",
      sid: sidOf(n),
      user: n % 2 ? { id: `u${n}`, username: `name${n}` } : null,
    });
    const line = { verb: "change-line", owner: ownerOf(n), guest: n % 2 === 0, sku: "sku", quantity: 2 } as const;
    await sql.lead({ ...line, mode: "set" });
  }
  return { pool, redis, sql, copy };
}
const sidOf = (n: number) => `sid-${String(n).padStart(4, "0")}`;
const ownerOf = (n: number) => (n % 2 ? `u${n}` : `g${n}`);

async function fill(sql: SqlStore, copy: RedisStore, from: Position = BEGINNING): Promise<void> {
  for (let at: Position | null = from; at; ) at = (await backfillStep(sql, copy, at, 50)).next;
}

/** Compares everything that SQL has. */
async function compareAll(sql: SqlStore, copy: RedisStore): Promise<Mismatch[]> {
  const found: Mismatch[] = [];
  for (let at: Position | null = BEGINNING; at; ) {
    const { records, next } = await nextPage(sql, at, 100);
    const compared = await Promise.all(records.map((record) => compareKey(sql, copy, keyOf(record), LIFETIMES)));
    found.push(...compared.filter((mismatch) => mismatch !== null));
    at = next;
  }
  return found;
}
const named = (mismatches: readonly Mismatch[]) =>
  mismatches.map((mismatch) => `${mismatch.class} ${Object.values(mismatch.key).join(" ")}`);

test("a backfill brings over everything, once or twice, and lengthens no life", async () => {
  const { sql, copy, redis, pool } = await setUp();
  await pool.query(`update ${SCHEMA}.sessions set last_activity = last_activity - 3000 where sid = $1`, [sidOf(3)]);
  await fill(sql, copy);
  expect(await compareAll(sql, copy)).toEqual([]);
  const left = await redis.ttl(keys.session(sidOf(3)));
  await fill(sql, copy);
  expect(await compareAll(sql, copy)).toEqual([]);
  expect(left).toBeLessThanOrEqual(600);
  expect(await redis.ttl(keys.session(sidOf(3)))).toBeLessThanOrEqual(left);
  expect(await redis.zScore(keys.sessionsOf("u3"), sidOf(3))).not.toBeNull();
});

test("five planted faults are found, five of five", async () => {
  const { sql, copy, redis } = await setUp();
  // Resumed from a position that it had not come to: what is between was never copied.
  for (let at: Position | null = BEGINNING; at; ) {
    const { next } = await backfillStep(sql, copy, at, 50);
    at = next?.kind === "session" && next.after === sidOf(49) ? { kind: "session", after: sidOf(99) } : next;
  }
  expect(named(await compareAll(sql, copy))).toEqual(
    Array.from({ length: 50 }, (_, i) => `missing session ${sidOf(50 + i)}`),
  );
  await fill(sql, copy, { kind: "session", after: sidOf(49) });
  expect(await compareAll(sql, copy)).toEqual([]);

  // A lost update, a lost deletion, a lost insertion, and a write by somebody else.
  await sql.lead({ verb: "touch-session", sid: sidOf(1), page: "/cart" });
  await sql.lead({ verb: "end-session", sid: sidOf(2) });
  await sql.lead({ verb: "change-line", owner: ownerOf(5), guest: false, sku: "new", quantity: 1, mode: "add" });
  await redis.hSet(keys.cart(ownerOf(7)), "sku", "9");
  expect(named(await compareAll(sql, copy)).sort()).toEqual([
    `extra session ${sidOf(2)}`,
    `field line ${ownerOf(7)} sku`,
    `missing line ${ownerOf(5)} new`,
    `stale session ${sidOf(1)}`,
  ]);
  // What was found is written over, also where the versions are the same.
  for (const { key } of await compareAll(sql, copy)) {
    const right = await sql.read(key);
    await copy.forget(key);
    if (right) await copy.follow(right);
  }
  expect(await compareAll(sql, copy)).toEqual([]);
});

test("an older version never replaces a newer one, in either store; what was deleted stays so", async () => {
  const { sql, copy, pool } = await setUp();
  await fill(sql, copy);
  const before = (await sql.read({ kind: "session", sid: sidOf(1) })) as SessionRecord;
  const line = (await sql.read({ kind: "line", owner: ownerOf(1), sku: "sku" })) as LineRecord;
  for (const record of [before, line] satisfies StoredRecord[]) expect(await copy.follow(record)).toBe("newer");
  await copy.follow({ ...line, version: line.version + 5, quantity: 0 });
  expect(await copy.follow({ ...line, version: line.version + 4 })).toBe("newer");
  await copy.follow({ ...before, version: before.version + 5, deleted: true });
  expect(await copy.follow({ ...before, version: before.version + 4 })).toBe("newer");
  expect(await copy.read({ kind: "session", sid: sidOf(1) })).toMatchObject({ deleted: true });

  // SQL follows nobody while it leads.
  expect(await sql.follow({ ...before, version: 1e6 })).toBe("not-following");
  await pool.query(`update ${SCHEMA}.leader set name = 'redis'`);
  expect(await sql.follow({ ...before, version: before.version - 1 })).toBe("newer");
  expect(await sql.follow({ ...before, version: before.version + 9, currentPage: "/new" })).toBe("written");
  expect(await sql.lead({ verb: "touch-session", sid: sidOf(1), page: "/" })).toEqual({
    ok: false,
    reason: "not-leading",
  });
});

test("the walk through Redis finds what is migrated, and nothing else, also what has ended", async () => {
  const { sql, copy, redis } = await setUp();
  await fill(sql, copy);
  await redis.hSet(keys.cart("77"), "sku", "1");
  await redis.hSet(keys.session("somebody-else"), { created_at: "1", last_activity: "1", current_page: "/" });
  const ended = (await sql.read({ kind: "session", sid: sidOf(0) })) as SessionRecord;
  await copy.follow({ ...ended, version: ended.version + 1, deleted: true });
  const found: StoredRecord[] = [];
  for (let at: Position | null = BEGINNING; at; ) {
    const { records, next } = await nextPage(walkRedis(redis, copy), at, 100);
    found.push(...records);
    at = next;
  }
  const count = (kind: string) =>
    new Set(found.filter((record) => record.kind === kind).map((r) => JSON.stringify(keyOf(r)))).size;
  expect([count("session"), count("line")]).toEqual([SESSIONS, SESSIONS]);
  expect(found).toContainEqual(expect.objectContaining({ sid: sidOf(0), deleted: true }));
});

test("Redis leads only behind its fence, and only whoever knows how", async () => {
  const { sql, copy, redis } = await setUp();
  await fill(sql, copy);
  const alone = new RedisStore(redis, LIFETIMES, "only");
  const changes: Change[] = [
    { verb: "touch-session", sid: sidOf(1), page: "/cart" },
    { verb: "create-session", sid: "new", user: null },
    { verb: "change-line", owner: ownerOf(1), guest: false, sku: "sku", quantity: 1, mode: "add" },
    { verb: "create-user", id: "u-new", username: "new", email: "", passwordHash: "-" },
    { verb: "end-session", sid: sidOf(1) },
  ];
  for (const change of changes) expect(await copy.lead(change)).toEqual({ ok: false, reason: "not-leading" });
  expect(await copy.listOutbox(10)).toEqual([]);
  await setFences(redis, "both");
  for (const change of changes) expect(await alone.lead(change)).toEqual({ ok: false, reason: "not-leading" });
  for (const change of changes)
    expect(await copy.lead(change)).toMatchObject({ ok: true, record: { kind: expect.anything() } });
  expect((await copy.listOutbox(10)).map(({ key }) => key.kind).sort()).toEqual([
    "line",
    "session",
    "session",
    "session",
    "user",
  ]);
  expect(await copy.read({ kind: "line", owner: ownerOf(1), sku: "sku" })).toMatchObject({ quantity: 3 });
  await setFences(redis, "only");
  expect(await copy.lead({ verb: "touch-session", sid: sidOf(3), page: "/" })).toMatchObject({ ok: false });
  expect(await alone.lead({ verb: "touch-session", sid: sidOf(3), page: "/" })).toMatchObject({
    ok: true,
    entry: null,
  });
});
