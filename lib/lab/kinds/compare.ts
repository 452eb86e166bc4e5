import { z } from "zod";
import { COMPARE_ROWS } from "#lib/lab/runs/clean-up.ts";
import { latencyMs, type Row, type RunResult } from "#lib/lab/runs/schema.ts";
import { startPostgres } from "#lib/lab/servers/postgres.ts";
import { startDurableRedis } from "#lib/lab/servers/scratch-redis.ts";
import { findLabUrl } from "#lib/lab/servers/target.ts";
import { type Operation, operations } from "#lib/lab/workers/bench.ts";
import { withRedis } from "#lib/redis/client.ts";
import { CLAIMED_MEMORY_SAVED, CLAIMED_THROUGHPUT, claims } from "./claims.ts";
import type { Engine, RunContext } from "./engine.ts";

const measured = latencyMs.extend({ perSecond: z.number() });
type Measured = z.infer<typeof measured>;
const ready = z.object({ bytesPerSession: z.number() });

/** A system that waits for slots. */
interface Side {
  bytesPerSession: number;
  run(operation: Operation, ms: number): Promise<Measured>;
}

/** Two systems under the same promise of what survives a loss of power. */
interface Setting {
  name: string;
  redis: { side: Side; durability: string };
  postgres: { side: Side; durability: string };
}

async function startSide(context: RunContext<"compare">, program: string, job: object): Promise<Side> {
  const common = { run: context.id, rows: COMPARE_ROWS, concurrency: context.params.concurrency };
  const worker = context.start(program, { ...common, ...job });
  const { bytesPerSession } = ready.parse(await worker.next());
  return {
    bytesPerSession,
    run: async (operation, ms) => measured.parse(await worker.ask({ operation, ms })),
  };
}

/** How the Redis under test keeps what it has confirmed, in words. */
async function describeDurability(): Promise<string> {
  const settings = await withRedis((redis) => redis.configGet(["appendonly", "appendfsync"])).catch(() => null);
  if (!settings) return "as configured";
  return settings.appendonly === "yes" ? `append-only file, fsync ${settings.appendfsync}` : "no append-only file";
}

async function prepare(context: RunContext<"compare">, postgres: string, durable: string | null): Promise<Setting[]> {
  const startPair = (redisUrl: string, synchronousCommit: "on" | "off") =>
    Promise.all([
      startSide(context, "compare-redis", { url: redisUrl }),
      startSide(context, "compare-postgres", { url: postgres, synchronousCommit }),
    ]);
  const [[redis, database], strict] = await Promise.all([
    startPair(await findLabUrl(), "off"),
    durable ? startPair(durable, "on") : null,
  ]);
  const relaxed: Setting = {
    name: "relaxed",
    redis: { side: redis, durability: await describeDurability() },
    postgres: { side: database, durability: "synchronous_commit off" },
  };
  if (!strict) return [relaxed];
  const safe: Setting = {
    name: "durable",
    redis: { side: strict[0], durability: "append-only file, fsync always" },
    postgres: { side: strict[1], durability: "synchronous_commit on" },
  };
  return [relaxed, safe];
}

function compareRow(setting: Setting, operation: Operation, redis: Measured, postgres: Measured): Row {
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
  const numbers = (name: string) => rows.map((row) => Number(row[name]));
  const ratios = numbers("ratio");
  const update = rows.find((row) => row.operation === "session update");
  const relaxed = settings[0];
  const redisBytes = relaxed?.redis.side.bytesPerSession ?? 0;
  const postgresBytes = relaxed?.postgres.side.bytesPerSession ?? 0;
  const saved = Math.round((1 - redisBytes / postgresBytes) * 100) / 100;
  const claimed = rows.filter((row) => row.claimHolds !== null);
  const kept = claimed.filter((row) => row.claimHolds === true).length;
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  return {
    ok: true,
    verdict: `Redis did ${low} to ${high} times what PostgreSQL did; the claimed ratio held in ${kept} of ${claimed.length} rows`,
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

/** The same operations on Redis and on PostgreSQL, turn by turn: same machine, same minute, same number under way. */
export const compare: Engine<"compare"> = async (context) => {
  const { meter } = context;
  meter.phase = process.env.DATABASE_URL ? "asking the database of DATABASE_URL" : "starting PostgreSQL";
  const postgres = await startPostgres();
  const durable = await startDurableRedis();
  try {
    meter.phase = `writing ${COMPARE_ROWS.toLocaleString("en")} sessions, carts and users on each`;
    const settings = await prepare(context, postgres.url, durable?.url ?? null);
    const slots = operations.length * settings.length * 2;
    const ms = (context.params.seconds * 1000) / slots;
    const rows: Row[] = [];
    let [done, best] = [0, 0];
    const turn = async (side: Side, operation: Operation, phase: string) => {
      meter.phase = phase;
      const begun = performance.now();
      const timer = setInterval(() => {
        meter.progress = (done + Math.min(1, (performance.now() - begun) / ms)) / slots;
      }, 100);
      const result = await side.run(operation, ms).finally(() => clearInterval(timer));
      meter.progress = ++done / slots;
      return result;
    };
    for (const operation of operations) {
      for (const setting of settings) {
        const redis = await turn(setting.redis.side, operation, `${operation}: Redis, ${setting.name}`);
        const other = await turn(setting.postgres.side, operation, `${operation}: PostgreSQL, ${setting.name}`);
        best = Math.max(best, redis.perSecond);
        rows.push(compareRow(setting, operation, redis, other));
      }
    }
    return makeResult(postgres.name, settings, rows, best);
  } finally {
    await durable?.stop();
    await postgres.stop();
  }
};
