import { tmpdir } from "node:os";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { cancelRun } from "#lib/lab/runs/runs.ts";
import { findServerUser } from "#lib/lab/servers/data-folder.ts";
import { startPostgres } from "#lib/lab/servers/postgres.ts";
import { withRedis } from "#lib/redis/client.ts";
import { begin, finish, waitFor } from "#test/lab.ts";
import { setUpRedis } from "#test/servers/redis.ts";

setUpRedis();
afterEach(() => {
  delete process.env.DATABASE_URL;
});

test("compare: four operations, both durability settings, at least five rounds, each claim by itself", async () => {
  const run = await finish({ kind: "compare", seconds: 2, concurrency: 4 });
  expect(run.error).toBeNull();
  expect(run.result?.table?.map((row) => [row.operation, row.setting])).toEqual(
    ["session lookup", "session update", "cart add", "user lookup"].flatMap((operation) => [
      [operation, "relaxed"],
      [operation, "durable"],
    ]),
  );
  for (const row of run.result?.table ?? []) {
    expect(row.redisPerSecond).toBeGreaterThan(0);
    expect(row.postgresPerSecond).toBeGreaterThan(0);
    expect(row.ratioRange).toMatch(/^[\d.,]+ to [\d.,]+$/);
  }
  const { figures = {}, claims = [] } = run.result ?? {};
  expect(figures.rounds).toBe(5);
  expect(figures.ratio).toBeGreaterThanOrEqual(Number(figures.ratioLow));
  expect(figures.ratio).toBeLessThanOrEqual(Number(figures.ratioHigh));
  // The Redis of a test is reached by a socket, so the servers of the run are, too.
  expect(figures.transport).toBe("unix socket for all");
  expect(figures.dataFolder).toMatch(/^\/.+, \w/);
  expect(figures.database).toMatch(/^PostgreSQL \d+.*, fsync on, started for this run$/);
  for (const judged of ["session lookup, relaxed: 10 to 50 times", "session lookup, relaxed: Redis below 1 ms"]) {
    const found = claims.find(({ claim }) => claim.startsWith(judged));
    expect(found?.holds, judged).toBeTypeOf("boolean");
  }
  expect(await withRedis((redis) => redis.keys("*lab*"))).toEqual([]);
});

test("a given database is used and left as it was, even if the run is cancelled", async () => {
  const server = await startPostgres({ owner: await findServerUser(), transport: "tcp", dataParent: tmpdir() });
  try {
    process.env.DATABASE_URL = server.url;
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query("create table sessions as select 1 as mine");
    const tables = async () => {
      const text = "select schemaname, tablename from pg_tables where schemaname !~ '^pg_|^information' order by 1, 2";
      const { rows } = await client.query<{ schemaname: string; tablename: string }>(text);
      return rows.map(({ schemaname, tablename }) => `${schemaname}.${tablename}`);
    };

    const { id } = await begin({ kind: "compare", seconds: 60, concurrency: 2 });
    await waitFor(id, (current) => current.phase.includes("session lookup: PostgreSQL"));
    expect((await tables()).filter((name) => name.startsWith(`lab_${id}_`))).toHaveLength(8);
    await cancelRun(id);
    expect(await waitFor(id, (current) => current.state !== "running")).toMatchObject({ state: "cancelled" });
    expect(await tables()).toEqual(["public.sessions"]);
    expect((await client.query("select mine from sessions")).rows).toEqual([{ mine: 1 }]);
    await client.end();
  } finally {
    await server.stop();
  }
});

test.each([
  ["postgres://lab:secret@127.0.0.1:9/none", /^The database of DATABASE_URL cannot be used: .*ECONNREFUSED/],
  ["mysql://lab:secret@127.0.0.1/none", /^DATABASE_URL must start with postgres:/],
  ["postgres://sec/ret@127.0.0.1/none", /^DATABASE_URL can't be read: in a password write % as %25/],
])("an unusable database (%s): failed, with the reason but without the password", async (url, reason) => {
  process.env.DATABASE_URL = url;
  const run = await finish({ kind: "compare", seconds: 1, concurrency: 2 });
  expect(run).toMatchObject({ state: "failed", result: null });
  expect(run.error).toMatch(reason);
  expect(run.error).not.toContain("secret");
});
