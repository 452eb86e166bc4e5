import { processWide } from "#lib/process/process-wide.ts";
import { addDuration, type Histogram, makeHistogram } from "./histogram.ts";

/**
 * What this process has done since it started, counted in memory: adding costs a page view well below a microsecond, and
 * never a round trip. Others read it, write it to Redis and tell Prometheus (lib/metrics).
 */

/** What happened in the shop. */
export interface ShopCounts {
  pageViews: number;
  /** sign-ins that succeeded */
  signIns: number;
  /** orders that this process has placed */
  orders: number;
  /** their totals, in minor units */
  revenue: number;
  /** searches for a text, and those of them that found nothing */
  searches: number;
  emptySearches: number;
}

export const SHOP_COUNTS = ["pageViews", "signIns", "orders", "revenue", "searches", "emptySearches"] as const;

/** What reads of Redis found that no visitor had asked for. */
export interface Housekeeping {
  hits: number;
  misses: number;
}

const state = processWide("counters", () => ({
  shop: { pageViews: 0, signIns: 0, orders: 0, revenue: 0, searches: 0, emptySearches: 0 } as ShopCounts,
  /** route → method → status → durations of the requests */
  http: new Map<string, Map<string, Map<number, Histogram>>>(),
  /** name → durations of the commands with which round trips began */
  redis: new Map<string, Histogram>(),
  roundTrips: 0,
  redisFailures: 0,
  housekeeping: { hits: 0, misses: 0 } as Housekeeping,
}));

/** Counts something that happened in the shop. @param by how often; for `revenue` minor units */
export function countShop(what: keyof ShopCounts, by = 1): void {
  state.shop[what] += by;
}

export const shopCounts = (): Readonly<ShopCounts> => state.shop;

/** Methods that are told apart; a client may send thirty others. */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);

function childOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let child = map.get(key);
  if (child === undefined) {
    child = make();
    map.set(key, child);
  }
  return child;
}

const makeMap = <K, V>() => new Map<K, V>();

/**
 * Counts a request that was answered.
 * @param route the pattern of its address, of which there are some hundred
 * @param ms in the store
 * @param roundTrips that it made to Redis
 */
export function countRequest(route: string, method: string, status: number, ms: number, roundTrips: number): void {
  const methods = childOf<string, Map<string, Map<number, Histogram>>>(state.http, route, makeMap);
  const statuses = childOf<string, Map<number, Histogram>>(methods, METHODS.has(method) ? method : "OTHER", makeMap);
  addDuration(childOf(statuses, status, makeHistogram), ms);
  state.roundTrips += roundTrips;
}

/** The requests of one route, method and status. */
export interface RequestSeries {
  route: string;
  method: string;
  status: number;
  histogram: Readonly<Histogram>;
}

export function requestCounts(): RequestSeries[] {
  return [...state.http].flatMap(([route, methods]) =>
    [...methods].flatMap(([method, statuses]) =>
      [...statuses].map(([status, histogram]) => ({ route, method, status, histogram })),
    ),
  );
}

/** Counts the command with which a round trip of a request began. @param ms until its reply */
export function countCommand(name: string, ms: number): void {
  addDuration(childOf(state.redis, name, makeHistogram), ms);
}

/** Counts a command that got no reply. */
export function countRedisFailure(): void {
  state.redisFailures++;
}

/** Counts a read that nobody has asked for. */
export function countHousekeeping(found: boolean): void {
  if (found) state.housekeeping.hits++;
  else state.housekeeping.misses++;
}

export const redisCounts = () => ({
  commands: state.redis as ReadonlyMap<string, Readonly<Histogram>>,
  roundTrips: state.roundTrips,
  failures: state.redisFailures,
  housekeeping: state.housekeeping as Readonly<Housekeeping>,
});
