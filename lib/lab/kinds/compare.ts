import { z } from "zod";
import { COMPARE_ROWS } from "#lib/lab/runs/clean-up.ts";
import { latencyMs, type Row, type RunResult } from "#lib/lab/runs/schema.ts";
import { startDurableRedis } from "#lib/lab/servers/durable-redis.ts";
import { startPostgres } from "#lib/lab/servers/postgres.ts";
import { findLabUrl } from "#lib/lab/servers/target.ts";
import { type Operation, operations } from "#lib/lab/workers/bench.ts";
import { withRedis } from "#lib/redis/client.ts";
import { CLAIMED_MEMORY_SAVED, CLAIMED_THROUGHPUT, claims } from "./claims.ts";
import type { Engine, RunContext } from "./engine.ts";
import { withProgress } from "./with-progress.ts";

const measurement = latencyMs.extend({ perSecond: z.number() });
type Measurement = z.infer<typeof measurement>;
const ready = z.object({ bytesPerSession: z.number() });

/** A system under comparison: a worker that waits for time slots. */
interface System {
  bytesPerSession: number;
  run(operation: Operation, ms: number): Promise<Measurement>;
}

/** Both systems with the same guarantee of what survives a power failure. */
interface Setting {
  name: string;
  redis: { system: System; durability: string };
  postgres: { system: System; durability: string };
}

async function startSystem(context: RunContext<"compare">, program: string, job: object): Promise<System> {
  const common = { run: context.id, rows: COMPARE_ROWS, concurrency: context.request.concurrency };
  const worker = context.start(program, { ...common, ...job });
  const { bytesPerSession } = ready.parse(await worker.receive());
  return {
    bytesPerSession,
    run: async (operation, ms) => measurement.parse(await worker.request({ operation, ms })),
  };
}

/** How the Redis under test persists what it has acknowledged, in words. */
async function describeDurability(): Promise<string> {
  const settings = await withRedis((redis) => redis.configGet(["appendonly", "appendfsync"])).catch(() => null);
  if (!settings) return "as configured";
  return settings.appendonly === "yes" ? `append-only file, fsync ${settings.appendfsync}` : "no append-only file";
}

async function startSettings(
  context: RunContext<"compare">,
  postgresUrl: string,
  durableRedisUrl: string | null,
): Promise<Setting[]> {
  const startPair = (redisUrl: string, synchronousCommit: "on" | "off") =>
    Promise.all([
      startSystem(context, "compare-redis", { url: redisUrl }),
      startSystem(context, "compare-postgres", { url: postgresUrl, synchronousCommit }),
    ]);
  const [relaxed, durable] = await Promise.all([
    startPair(await findLabUrl(), "off"),
    durableRedisUrl ? startPair(durableRedisUrl, "on") : null,
  ]);
  const settings: Setting[] = [
    {
      name: "relaxed",
      redis: { system: relaxed[0], durability: await describeDurability() },
      postgres: { system: relaxed[1], durability: "synchronous_commit off" },
    },
  ];
  if (durable) {
    settings.push({
      name: "durable",
      redis: { system: durable[0], durability: "append-only file, fsync always" },
      postgres: { system: durable[1], durability: "synchronous_commit on" },
    });
  }
  return settings;
}

function makeRow(setting: Setting, operation: Operation, redis: Measurement, postgres: Measurement): Row {
  const ratio = Math.round((redis.perSecond / Math.max(1, postgres.perSecond)) * 10) / 10;
  const claim = claims[operation];
  return {
    operation,
    setting: setting.name,
    redisPerSecond: redis.perSecond,
    postgresPerSecond: postgres.perSecond,
    ratio,
    claim: claim.text,
    claimHolds: claim.ratio === null ? null : ratio >= claim.ratio,
    redisP50: redis.p50,
    postgresP50: postgres.p50,
    redisP99: redis.p99,
    postgresP99: postgres.p99,
  };
}

function makeResult(database: string, settings: Setting[], rows: Row[], best: number): RunResult {
  const ratios = rows.map((row) => Number(row.ratio));
  const update = rows.find((row) => row.operation === "session update");
  const relaxed = settings[0];
  const redisBytes = relaxed?.redis.system.bytesPerSession ?? 0;
  const postgresBytes = relaxed?.postgres.system.bytesPerSession ?? 0;
  const saved = Math.round((1 - redisBytes / postgresBytes) * 100) / 100;
  const claimed = rows.filter((row) => row.claimHolds !== null);
  const kept = claimed.filter((row) => row.claimHolds === true).length;
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  return {
    ok: true,
    verdict: `Redis did ${low} to ${high} times as many operations as PostgreSQL; the claimed ratio held in ${kept} of ${claimed.length} rows`,
    opsPerSecond: best,
    figures: {
      ratio: Number(update?.ratio ?? 0),
      database,
      relaxed: `Redis: ${relaxed?.redis.durability}; PostgreSQL: ${relaxed?.postgres.durability}`,
      durable: settings[1]
        ? `Redis: ${settings[1].redis.durability}; PostgreSQL: ${settings[1].postgres.durability}`
        : null,
      redisBytesPerSession: redisBytes,
      postgresBytesPerSession: postgresBytes,
      memorySaved: saved,
      memoryClaim: `${CLAIMED_MEMORY_SAVED * 100}% less`,
      memoryClaimHolds: saved >= CLAIMED_MEMORY_SAVED,
      throughputClaim: `${CLAIMED_THROUGHPUT.redis.toLocaleString("en")}+ operations/s, ${CLAIMED_THROUGHPUT.ratio}x`,
      throughputClaimHolds: best >= CLAIMED_THROUGHPUT.redis && high >= CLAIMED_THROUGHPUT.ratio,
    },
    table: rows,
  };
}

/** The same operations on Redis and PostgreSQL in turns: same machine, same minute, same number of requests in flight. */
export const compare: Engine<"compare"> = async (context) => {
  const { meter } = context;
  meter.phase = process.env.DATABASE_URL ? "connecting to the database of DATABASE_URL" : "starting PostgreSQL";
  const postgres = await startPostgres();
  const durable = await startDurableRedis();
  try {
    meter.phase = `writing ${COMPARE_ROWS.toLocaleString("en")} sessions, carts and users to each`;
    const settings = await startSettings(context, postgres.url, durable?.url ?? null);
    const slots = operations.length * settings.length * 2;
    const ms = (context.request.seconds * 1000) / slots;
    const rows: Row[] = [];
    let [done, best] = [0, 0];
    const measure = async (system: System, operation: Operation, phase: string) => {
      meter.phase = phase;
      const begun = performance.now();
      const progress = () => (done + Math.min(1, (performance.now() - begun) / ms)) / slots;
      const result = await withProgress(meter, progress, () => system.run(operation, ms));
      meter.progress = ++done / slots;
      return result;
    };
    for (const operation of operations) {
      for (const setting of settings) {
        const redis = await measure(setting.redis.system, operation, `${operation}: Redis, ${setting.name}`);
        const other = await measure(setting.postgres.system, operation, `${operation}: PostgreSQL, ${setting.name}`);
        best = Math.max(best, redis.perSecond);
        rows.push(makeRow(setting, operation, redis, other));
      }
    }
    return makeResult(postgres.name, settings, rows, best);
  } finally {
    await durable?.stop();
    await postgres.stop();
  }
};
