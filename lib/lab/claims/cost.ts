import type { PublicRun } from "#lib/lab/runs/run.ts";

/** The case study's cost model, with the measured ratio instead of the claimed one. */

/** Prices are cents per month. */
export interface CostInput {
  databaseServers: number;
  databasePrice: number;
  /** How many database servers one Redis server replaces. */
  ratio: number;
  /** Servers that hold the same data, including the first, so that one may fail. */
  copies: number;
  redisPrice: number;
}

export interface Cost {
  redisServers: number;
  databaseMonthly: number;
  redisMonthly: number;
  savedMonthly: number;
  savedYearly: number;
  /** The share of the database's cost that is saved; negative if Redis costs more. */
  reduction: number;
}

/** What a comparison measured: how many times as many session updates Redis did as PostgreSQL. */
export interface MeasuredRatio {
  run: string;
  /** The median of the rounds; the lowest and the highest round, which runs of earlier versions do not have. */
  ratio: number;
  low: number;
  high: number;
}

/** Rounds whose highest ratio is more than this many times the lowest leave the number of servers open. */
const SCATTER = 1.5;

/** The ratio that a comparison measured; null if the run is none, or has no result. */
export function measuredRatio({ id, kind, state, result }: PublicRun): MeasuredRatio | null {
  const { ratio, ratioLow, ratioHigh } = result?.figures ?? {};
  if (kind !== "compare" || state !== "done" || typeof ratio !== "number" || ratio <= 0) return null;
  return { run: id, ratio, low: Number(ratioLow ?? ratio) || ratio, high: Number(ratioHigh ?? ratio) || ratio };
}

/** Whether the ratios of several measurements differ too much for one number of servers. */
export function areScattered(ratios: readonly number[]): boolean {
  return ratios.length > 0 && Math.max(...ratios) > Math.min(...ratios) * SCATTER;
}

/** "Before: 10 database servers x $200. After: 3 Redis servers x $50." */
export const DOCUMENTED: CostInput = {
  databaseServers: 10,
  databasePrice: 20_000,
  ratio: 10,
  copies: 3,
  redisPrice: 5000,
};

/** What the same load costs on the database and on Redis. */
export function computeCost({ databaseServers, databasePrice, ratio, copies, redisPrice }: CostInput): Cost {
  const redisServers = Math.ceil(databaseServers / ratio) * copies;
  const databaseMonthly = databaseServers * databasePrice;
  const redisMonthly = redisServers * redisPrice;
  const savedMonthly = databaseMonthly - redisMonthly;
  return {
    redisServers,
    databaseMonthly,
    redisMonthly,
    savedMonthly,
    savedYearly: savedMonthly * 12,
    reduction: databaseMonthly === 0 ? 0 : savedMonthly / databaseMonthly,
  };
}
