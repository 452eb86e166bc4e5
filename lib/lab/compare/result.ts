import type { Row, RunResult } from "#lib/lab/runs/schema.ts";
import { type Operation, operations } from "#lib/lab/workers/bench.ts";
import { type Spread, spreadOf } from "#lib/spread.ts";
import { judgeComparison, type Medians } from "./claims.ts";
import type { Measurement, Setting } from "./systems.ts";

/** One operation in one setting, measured once on each system, the two slots next to each other. */
export interface Pair {
  operation: Operation;
  setting: Setting;
  redis: Measurement;
  postgres: Measurement;
}

const round = (value: number, digits = 1) => Number(value.toFixed(digits));
const ratioOf = ({ redis, postgres }: Pair) => redis.perSecond / Math.max(1, postgres.perSecond);
const formatRange = ({ min, max }: Spread, digits: number) =>
  [min, max].map((value) => value.toLocaleString("en", { maximumFractionDigits: digits })).join(" to ");

interface Summary extends Medians {
  row: Row;
  ratios: Spread;
  rounds: number;
}

/** All rounds of one operation in one setting. */
function summariseRounds(pairs: readonly Pair[], operation: Operation, setting: string): Summary {
  const spread = (of: (pair: Pair) => number) => spreadOf(pairs.map(of));
  const median = (of: (pair: Pair) => number) => round(spread(of).median, 3);
  const ratios = spread(ratioOf);
  const [redis, postgres] = [spread((pair) => pair.redis.perSecond), spread((pair) => pair.postgres.perSecond)];
  const medians: Medians = {
    operation,
    setting,
    ratio: round(ratios.median),
    redisPerSecond: Math.round(redis.median),
    redisP50: median((pair) => pair.redis.p50),
    postgresP50: median((pair) => pair.postgres.p50),
  };
  const row = {
    operation,
    setting,
    ratio: medians.ratio,
    ratioRange: formatRange(ratios, 1),
    redisPerSecond: medians.redisPerSecond,
    redisRange: formatRange(redis, 0),
    postgresPerSecond: Math.round(postgres.median),
    postgresRange: formatRange(postgres, 0),
    redisP50: medians.redisP50,
    postgresP50: medians.postgresP50,
    redisP99: median((pair) => pair.redis.p99),
    postgresP99: median((pair) => pair.postgres.p99),
  };
  return { ...medians, row, ratios, rounds: pairs.length };
}

/**
 * The result of a comparison: medians and ranges of the rounds that were measured, and each claim judged by them.
 * @param conditions under which was measured, as figures of the result
 */
export function makeResult(settings: readonly Setting[], pairs: readonly Pair[], conditions: Row): RunResult {
  const summaries = operations.flatMap((operation) =>
    settings.flatMap((setting) => {
      const own = pairs.filter((pair) => pair.operation === operation && pair.setting === setting);
      return own.length > 0 ? [summariseRounds(own, operation, setting.name)] : [];
    }),
  );
  const update = summaries.find((each) => each.operation === "session update");
  const [redisBytes, postgresBytes] = [settings[0]?.redis.bytesPerSession, settings[0]?.postgres.bytesPerSession];
  const saved = redisBytes && postgresBytes ? round(1 - redisBytes / postgresBytes, 2) : null;
  const claims = judgeComparison(summaries, saved);
  const judged = claims.filter((claim) => claim.holds !== null);
  const held = judged.filter((claim) => claim.holds).length;
  const ratios = summaries.map((each) => each.ratio);
  return {
    ok: true,
    verdict: `Redis did ${Math.min(...ratios)} to ${Math.max(...ratios)} times as many operations as PostgreSQL; ${held} of ${judged.length} claims hold`,
    opsPerSecond: Math.max(...summaries.map((each) => each.redisPerSecond)),
    figures: {
      ...(update && {
        ratio: update.ratio,
        ratioLow: round(update.ratios.min),
        ratioHigh: round(update.ratios.max),
      }),
      rounds: Math.max(...summaries.map((each) => each.rounds)),
      ...conditions,
      redisBytesPerSession: redisBytes ?? null,
      postgresBytesPerSession: postgresBytes ?? null,
      memorySaved: saved,
    },
    table: summaries.map((each) => each.row),
    claims,
  };
}
