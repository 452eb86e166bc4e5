import { z } from "zod";
import {
  type Housekeeping,
  redisCounts,
  requestCounts,
  SHOP_COUNTS,
  type ShopCounts,
  shopCounts,
} from "#lib/process/counters/counters.ts";
import { countDurations } from "#lib/process/counters/histogram.ts";
import { listDamaged } from "#lib/redis/damaged.ts";

/** What one process has counted since it started, as it tells the others. */

const numbers = z.array(z.number());
const shop = z.object(
  Object.fromEntries(SHOP_COUNTS.map((name) => [name, z.number()])) as Record<keyof ShopCounts, z.ZodNumber>,
);

/** The requests of a route, method and status: how many there were by duration. */
const requests = z.tuple([z.string(), z.string(), z.number(), numbers]);

export const countsSchema = z.object({
  /** milliseconds since 1970, by the clock of Redis */
  at: z.number(),
  pid: z.number(),
  shop,
  http: z.array(requests),
  /** durations of the commands with which round trips began */
  redis: numbers,
  roundTrips: z.number(),
  failures: z.number(),
  housekeeping: z.object({ hits: z.number(), misses: z.number() }),
  damaged: z.array(z.string()),
});
export type Counts = z.infer<typeof countsSchema>;

const MAX_DAMAGED = 20;

export function addBuckets(into: number[], buckets: readonly number[], sign = 1): number[] {
  for (const [i, each] of buckets.entries()) into[i] = (into[i] ?? 0) + sign * each;
  return into;
}

/** What this process has counted so far. @param at milliseconds since 1970 */
export function ownCounts(at: number): Counts {
  const { commands, roundTrips, failures, housekeeping } = redisCounts();
  const redis: number[] = [];
  for (const { buckets } of commands.values()) addBuckets(redis, buckets);
  return {
    at: Math.round(at),
    pid: process.pid,
    shop: { ...shopCounts() },
    http: requestCounts().map(({ route, method, status, histogram }) => [route, method, status, histogram.buckets]),
    redis,
    roundTrips,
    failures,
    housekeeping: { ...housekeeping },
    damaged: listDamaged().slice(0, MAX_DAMAGED),
  };
}

/** What happened between two moments, in all processes. */
export interface Change {
  seconds: number;
  shop: ShopCounts;
  /** by route, method and status, separated by spaces */
  http: Map<string, { route: string; method: string; status: number; buckets: number[] }>;
  redis: number[];
  roundTrips: number;
  failures: number;
  housekeeping: Housekeeping;
}

const noShop = (): ShopCounts => ({ pageViews: 0, signIns: 0, orders: 0, revenue: 0, searches: 0, emptySearches: 0 });

export const noChange = (seconds = 0): Change => ({
  ...{ seconds, shop: noShop(), http: new Map(), redis: [], roundTrips: 0, failures: 0 },
  housekeeping: { hits: 0, misses: 0 },
});

/** Adds to a change what one process has counted between two reports. @param before null: since it started */
function addCounts(change: Change, before: Counts | null, after: Counts): void {
  for (const name of SHOP_COUNTS) change.shop[name] += after.shop[name] - (before?.shop[name] ?? 0);
  const earlier = new Map(
    before?.http.map(([route, method, status, buckets]) => [`${method} ${route} ${status}`, buckets]),
  );
  for (const [route, method, status, buckets] of after.http) {
    const key = `${method} ${route} ${status}`;
    const more = addBuckets([...buckets], earlier.get(key) ?? [], -1);
    if (countDurations(more) === 0) continue;
    const series = change.http.get(key) ?? { route, method, status, buckets: [] };
    addBuckets(series.buckets, more);
    change.http.set(key, series);
  }
  addBuckets(change.redis, after.redis);
  if (before) addBuckets(change.redis, before.redis, -1);
  change.roundTrips += after.roundTrips - (before?.roundTrips ?? 0);
  change.failures += after.failures - (before?.failures ?? 0);
  for (const name of ["hits", "misses"] as const)
    change.housekeeping[name] += after.housekeeping[name] - (before?.housekeeping[name] ?? 0);
}

/**
 * What all processes have counted between two readings of their reports. One that was not there before counts from its
 * start; what one counted after its last report is lost with it.
 */
export function changeBetween(
  before: ReadonlyMap<string, Counts>,
  after: ReadonlyMap<string, Counts>,
  seconds: number,
): Change {
  const change = noChange(seconds);
  for (const [id, counts] of after) addCounts(change, before.get(id) ?? null, counts);
  return change;
}

/** Several changes as one. */
export function sumOf(changes: readonly Change[]): Change {
  const sum = noChange();
  for (const change of changes) {
    sum.seconds += change.seconds;
    for (const name of SHOP_COUNTS) sum.shop[name] += change.shop[name];
    for (const [key, series] of change.http) {
      const into = sum.http.get(key) ?? { ...series, buckets: [] };
      addBuckets(into.buckets, series.buckets);
      sum.http.set(key, into);
    }
    addBuckets(sum.redis, change.redis);
    sum.roundTrips += change.roundTrips;
    sum.failures += change.failures;
    sum.housekeeping.hits += change.housekeeping.hits;
    sum.housekeeping.misses += change.housekeeping.misses;
  }
  return sum;
}
