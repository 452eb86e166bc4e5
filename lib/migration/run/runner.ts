import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { config } from "#lib/config.ts";
import { findDataFolder, findServerUser } from "#lib/lab/servers/data-folder.ts";
import { type Postgres, startPostgres } from "#lib/lab/servers/postgres.ts";
import { logError, logToStandardError } from "#lib/log.ts";
import { writeView } from "#lib/migration/control.ts";
import { setFences } from "#lib/migration/redis/fences.ts";
import { type MigrationStatus, NO_MIGRATION, startParams, waitsOf } from "#lib/migration/schema.ts";
import { createTables, dropTables } from "#lib/migration/sql/tables.ts";
import { closeRedis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { renewLock } from "#lib/redis/tasks/renew-lock.ts";
import { awaitRedis, retryWhileAway } from "#lib/redis/tasks/retry.ts";
import { unlock } from "#lib/redis/tasks/unlock.ts";
import { type Breakable, breakSomething } from "./break.ts";
import { cleanUp } from "./clean-up.ts";
import { Migration } from "./migration.ts";
import { writePopulation } from "./population.ts";
import { type Answer, type Asked, note, reply, takeRequest } from "./requests.ts";
import { LEASE_MS } from "./start.ts";
import { Traffic } from "./traffic.ts";

/**
 * The process of a migration: `node runner.ts <id> <parameters as JSON>`. It starts PostgreSQL and the shoppers, does what
 * each phase asks for, and moves when somebody asks. It exits when the process that started it does.
 */

const STATUS_MS = 250;
const REHEARSED = 10_000;
const SHOPPER_PROCESSES = 2;
const CONNECTIONS = 8;
const DONE: Answer = { ok: true, reasons: [] };
const RETIRED = (by: string) => `Retired by ${by}: Redis has everything.`;

logToStandardError();
const [, , run = "", text = "{}"] = process.argv;
const params = startParams.parse(JSON.parse(text));
await awaitRedis();
const redis = await withRedis((client) => Promise.resolve(client));

let parentGone = false;
process.stdin.resume().on("close", () => {
  parentGone = true;
});
process.on("SIGTERM", () => {
  parentGone = true;
});

/** What ended the migration, once something has. */
let ended: string | null = null;
let holding = true;
/** What is being done before there is a migration, and why it ended. */
let preparing = "Starting PostgreSQL";
let migration: Migration | null = null;
const startedAt = new Date().toISOString();

async function publish(running: boolean): Promise<void> {
  const status: MigrationStatus = {
    ...(migration?.status() ?? { ...NO_MIGRATION, startedAt }),
    ...{ running, note: ended ?? preparing },
  };
  await redis.set(keys.migrationStatus, JSON.stringify(status));
}

/** Renews the lease and shows how things are, until all is over. */
async function report(): Promise<void> {
  while (holding) {
    try {
      if (!(await renewLock(redis, { lock: keys.migrationLease, token: run, lockMs: LEASE_MS })))
        ended ??= "The lease was lost: Redis was restarted, emptied or away for too long.";
      await migration?.ping();
      if (holding) await publish(true);
    } catch {
      // Redis is away; the lease lasts a while.
    }
    await sleep(STATUS_MS);
  }
}

/** Does something again and again until the migration is over; while a store is away, it is tried again. */
async function keepDoing(work: () => Promise<boolean>, pauseMs: number): Promise<void> {
  while (ended === null && !parentGone) {
    const isBusy = await work().catch(() => false);
    await sleep(isBusy ? 0 : pauseMs);
  }
}

async function answer(breakable: Breakable, { by, request }: Asked): Promise<Answer> {
  if (request.action === "finish") {
    // The documents' last phase: what was the database is not asked any more.
    const isRetired = migration?.status().phase === 6 && (await migration.next(by)).ok;
    ended = isRetired ? RETIRED(by) : `Ended by ${by}.`;
    return DONE;
  }
  if (!migration) return { ok: false, reasons: [`It has not begun yet: ${preparing}.`] };
  if ("epoch" in request && request.epoch !== undefined && request.epoch !== migration.status().epoch)
    return { ok: false, reasons: ["The phase has changed since this was asked for."] };
  switch (request.action) {
    case "next": {
      const result = await migration.next(by);
      if (result.ok && migration.status().phase === 7) ended = RETIRED(by);
      return result;
    }
    case "back":
      return migration.back(by);
    case "share":
      return migration.share(by, request.percent);
    case "break":
      await note(redis, by, await breakSomething(request.what, breakable));
      return DONE;
    case "pause":
      migration.paused = !migration.paused;
      await note(redis, by, migration.paused ? "Backfill and comparison paused" : "Backfill and comparison go on");
      return DONE;
  }
}

const reporting = report();
const schema = `migration_${run}`;
let server: Postgres | null = null;
let pool: pg.Pool | null = null;
const traffic = new Traffic((what) => void note(redis, "", `Lost: ${what}`).catch(() => {}));
try {
  await redis.del([keys.migrationRequests, keys.migrationOutbox, keys.migrationMismatches, keys.migrationLog]);
  // One that died has left what it wrote.
  const left = await redis.hGet(keys.migration, "run");
  if (left) await cleanUp(redis, left);
  await redis.del(keys.migration);
  await redis.hSet(keys.migration, "run", run);
  await setFences(redis, null);
  const owner = await findServerUser();
  const { path } = await findDataFolder(owner, config().DATA_DIR);
  server = await startPostgres({ owner, transport: "tcp", dataParent: path });
  pool = new pg.Pool({ connectionString: server.url, max: CONNECTIONS, query_timeout: 5000 });
  pool.on("error", () => {});
  await createTables(pool, schema);
  await writePopulation(pool, { schema, run, sessions: params.sessions }, (done) => {
    preparing = `Writing sessions into PostgreSQL: ${done.toLocaleString("en")} of ${params.sessions.toLocaleString("en")}`;
  });
  await writeView(redis, { phase: 0, percent: 0 });
  const setting = {
    run,
    redis,
    pool,
    schema,
    database: server.name,
    params,
    waits: waitsOf(params),
    traffic,
    startedAt,
  };
  migration = new Migration(setting);
  await migration.follow();
  const share = Math.floor(params.sessions / SHOPPER_PROCESSES);
  for (let i = 0; i < SHOPPER_PROCESSES; i++) {
    const job = { run, url: server.url, schema, first: i * share, last: (i + 1) * share, life: 0 };
    traffic.start({ ...job, rate: params.rate / SHOPPER_PROCESSES });
  }
  preparing = "Rehearsal: records go to Redis and back";
  const begun = migration;
  const breakable = { redis, pool, schema, traffic };
  const rehearsal = begun.rehearse(REHEARSED).then(() => {
    preparing = "";
  });
  await note(redis, "", `${params.sessions.toLocaleString("en")} sessions in ${server.name}`);
  await Promise.all([
    rehearsal.catch(() => {}),
    keepDoing(() => begun.drain(), 50),
    keepDoing(() => begun.fill(), 50),
    keepDoing(() => begun.compare(), 100),
    keepDoing(async () => {
      const asked = await takeRequest(redis);
      if (!asked) return false;
      const result = await answer(breakable, asked).catch((error: unknown) => ({
        ok: false,
        reasons: [error instanceof Error ? error.message : String(error)],
      }));
      // Whoever has the answer sees the state after it.
      if (ended === null) await publish(true).catch(() => {});
      await retryWhileAway(() => withRedis((client) => reply(client, asked, result)), { everyMs: 100, forMs: 20_000 });
      return true;
    }, 50),
  ]);
} catch (error) {
  ended = error instanceof Error ? error.message : String(error);
  logError("migration-failed", error);
}
ended ??= "The process that started it has exited.";
traffic.stop();
holding = false;
await reporting;
const isOver = async () => {
  await note(redis, "", ended ?? "");
  await publish(false);
  await cleanUp(redis, run);
  await setFences(redis, null);
  await redis.del([keys.migration, keys.migrationOutbox, keys.migrationRequests]);
  await unlock(redis, { lock: keys.migrationLease, token: run });
};
await isOver().catch((error: unknown) => logError("migration-not-cleaned-up", error));
if (pool && server) await dropTables(pool, schema).catch(() => {});
await pool?.end().catch(() => {});
await server?.stop();
await closeRedis();
process.exit(0);
