import { resolve } from "node:path";
import { config } from "#lib/config.ts";
import { planRounds, type Slot } from "#lib/lab/compare/plan.ts";
import { makeResult, type Pair } from "#lib/lab/compare/result.ts";
import { type Measurement, type Setting, type SettingPlan, startSetting } from "#lib/lab/compare/systems.ts";
import type { Engine, RunContext } from "#lib/lab/engine/engine.ts";
import { withProgress } from "#lib/lab/engine/with-progress.ts";
import { COMPARE_ROWS } from "#lib/lab/runs/clean-up.ts";
import type { Row, RunResult } from "#lib/lab/runs/schema.ts";
import { type DataFolder, findDataFolder, findServerUser } from "#lib/lab/servers/data-folder.ts";
import { type DurableRedis, startDurableRedis } from "#lib/lab/servers/durable-redis.ts";
import { describePersistence, transportOf } from "#lib/lab/servers/environment.ts";
import { type Postgres, startPostgres } from "#lib/lab/servers/postgres.ts";
import { findLabUrl } from "#lib/lab/servers/target.ts";
import { withRedis } from "#lib/redis/client.ts";

type Context = RunContext<"compare">;

/** The servers of a comparison. */
interface Servers {
  redisUrl: string;
  folder: DataFolder;
  postgres: Postgres;
  durable: DurableRedis;
}

/** The systems that are started for the run are reached in the same way as the Redis under test. */
async function startServers(): Promise<Servers> {
  const [redisUrl, owner] = await Promise.all([findLabUrl(), findServerUser()]);
  const transport = transportOf(redisUrl) === "unix socket" ? "unix socket" : "tcp";
  const folder = await findDataFolder(process.env.DATABASE_URL ? {} : owner, resolve(config().DATA_DIR));
  const postgres = await startPostgres({ owner, transport, dataParent: folder.path });
  try {
    return { redisUrl, folder, postgres, durable: await startDurableRedis(folder, transport) };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function startSettings(context: Context, { redisUrl, postgres, durable }: Servers): Promise<Setting[]> {
  const plans: SettingPlan[] = [
    { name: "relaxed", redisUrl, postgresUrl: postgres.url, persistence: await withRedis(describePersistence) },
  ];
  if (durable.ok) {
    const persistence = "appendonly yes, appendfsync always, save off";
    plans.push({ name: "durable", redisUrl: durable.server.url, postgresUrl: postgres.url, persistence });
  }
  const { id, request, start } = context;
  const workers = { run: id, concurrency: request.concurrency, start };
  return Promise.all(plans.map((plan) => startSetting(workers, plan)));
}

/** Under which conditions was measured, as figures of the result. */
function describeConditions(context: Context, servers: Servers, settings: readonly Setting[]): Row {
  const { redisUrl, folder, postgres, durable } = servers;
  const { concurrency } = context.request;
  const transports = [transportOf(redisUrl), postgres.transport];
  return {
    database: postgres.name,
    relaxed: settings[0]?.durability ?? null,
    durable: durable.ok ? (settings[1]?.durability ?? null) : `left out: ${durable.reason}`,
    transport:
      new Set(transports).size === 1 ? `${transports[0]} for all` : `Redis ${transports.join(", PostgreSQL ")}`,
    pool: `PostgreSQL ${concurrency} connections, Redis 1; ${concurrency} operations in flight on either`,
    statements: "prepared",
    dataFolder: `${folder.path}, ${folder.fileSystem}`,
    fsyncMs: folder.fsyncMs,
  };
}

/** Adds a measurement to the pairs, of which each consists of two slots that follow each other. */
function makePairs(settings: readonly Setting[], pairs: Pair[]): (slot: Slot, measured: Measurement) => void {
  let before: { system: Slot["system"]; measured: Measurement } | null = null;
  return ({ operation, setting: index, system }, measured) => {
    const setting = settings[index];
    if (!before || before.system === system || !setting) {
      before = { system, measured };
      return;
    }
    const [redis, postgres] = system === "redis" ? [measured, before.measured] : [before.measured, measured];
    pairs.push({ operation, setting, redis, postgres });
    before = null;
  };
}

async function measureRounds(context: Context, servers: Servers, settings: readonly Setting[]): Promise<RunResult> {
  const { meter } = context;
  const { rounds, slots } = planRounds(context.request.seconds, settings.length);
  const totalMs = slots.reduce((sum, { ms }) => sum + ms, 0);
  let doneMs = 0;
  const pairs: Pair[] = [];
  const finish = () => makeResult(settings, pairs, describeConditions(context, servers, settings));
  context.onCancel(() => (pairs.length > 0 ? finish() : null));
  const add = makePairs(settings, pairs);
  for (const slot of slots) {
    const setting = settings[slot.setting];
    if (!setting) continue;
    const system = slot.system === "redis" ? "Redis" : "PostgreSQL";
    const part = slot.round === 0 ? "warming up" : `round ${slot.round} of ${rounds}`;
    meter.warmUp = slot.round === 0;
    meter.phase = `${slot.operation}: ${system}, ${setting.name} (${part})`;
    const begun = performance.now();
    const progress = () => (doneMs + Math.min(slot.ms, performance.now() - begun)) / totalMs;
    const measured = await withProgress(meter, progress, () => setting[slot.system].run(slot.operation, slot.ms));
    doneMs += slot.ms;
    if (slot.round > 0) add(slot, measured);
  }
  return finish();
}

/** The same operations on Redis and PostgreSQL in turns: same machine, same minute, same number of requests in flight. */
export const compare: Engine<"compare"> = async (context) => {
  const { meter } = context;
  meter.phase = process.env.DATABASE_URL ? "connecting to the database of DATABASE_URL" : "starting PostgreSQL";
  const servers = await startServers();
  try {
    meter.phase = `writing ${COMPARE_ROWS.toLocaleString("en")} sessions, carts and users to each`;
    return await measureRounds(context, servers, await startSettings(context, servers));
  } finally {
    if (servers.durable.ok) await servers.durable.server.stop();
    await servers.postgres.stop();
  }
};
