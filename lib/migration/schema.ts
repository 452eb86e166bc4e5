import { z } from "zod";
import { phaseNumber, SHARES } from "./phases.ts";

/** What administrators ask of the migration, and what they are shown. */

const whole = (least: number, most: number) => z.number().int().min(least).max(most);

export const startParams = z.object({
  /** sessions that there are in SQL before it begins; three of ten have a cart */
  sessions: whole(10, 1_000_000).default(2000),
  /** requests a second of the shoppers */
  rate: whole(1, 5000).default(200),
  /** stands for every waiting time of the guards, in seconds; 60 and 30 where it is left out */
  waitSeconds: whole(1, 3600).optional(),
});
export type StartParams = z.output<typeof startParams>;

/** What can be broken on purpose. */
export const BREAKAGES = ["freeze-sql", "freeze-redis", "kill-worker", "drop-writes"] as const;
export type Breakage = (typeof BREAKAGES)[number];

/** The epoch that whoever asks has seen: a request that comes twice, or late, does not move on twice. May be left out. */
const epoch = whole(0, Number.MAX_SAFE_INTEGER).optional();

const requests = [
  z.object({ action: z.literal("next"), epoch }),
  z.object({ action: z.literal("back"), epoch }),
  z.object({ action: z.literal("pause") }),
  z.object({ action: z.literal("share"), percent: whole(1, 100), epoch }),
  z.object({ action: z.literal("break"), what: z.enum(BREAKAGES) }),
  z.object({ action: z.literal("finish") }),
] as const;
/** What is asked of a migration that is under way. */
export const migrationRequest = z.discriminatedUnion("action", requests);
export type MigrationRequest = z.output<typeof migrationRequest>;

/** Body of POST /api/admin/migration. */
export const migrationBody = z.discriminatedUnion("action", [
  startParams.extend({ action: z.literal("start") }),
  ...requests,
]);
export type MigrationBody = z.output<typeof migrationBody>;

/** Something that has to be so before the next phase. */
export const guard = z.object({
  name: z.string(),
  /** what it is now, in words */
  value: z.string(),
  /** what it has to be */
  need: z.string(),
  ok: z.boolean(),
});
export type Guard = z.output<typeof guard>;

const latency = z.object({ p50: z.number(), p99: z.number(), count: z.number() });

/** The state of the migration, as GET /api/admin/migration shows it. Times are milliseconds unless they are said to be others. */
export const migrationStatus = z.object({
  phase: phaseNumber,
  percent: z.number(),
  epoch: z.number(),
  running: z.boolean(),
  /** what is being done, or why it ended */
  note: z.string(),
  paused: z.boolean(),
  /** ISO 8601; null when there was none */
  startedAt: z.string().nullable(),
  database: z.string(),
  guards: z.array(guard),
  traffic: z.object({
    rate: z.number(),
    acknowledged: z.number(),
    /** requests that were answered with an error, and not done as far as the shopper knows */
    failed: z.number(),
    signOuts: z.number(),
    lostLines: z.number(),
  }),
  /** latencies of reads in the last seconds, by the store that answered; and how many of them Redis answered */
  reads: z.object({ sql: latency, redis: latency, repaired: z.number(), redisShare: z.number() }),
  outbox: z.object({ length: z.number(), oldestMs: z.number() }),
  backfill: z.object({ done: z.number(), total: z.number(), perSecond: z.number() }),
  shadow: z.object({ reads: z.number(), secondsWithout: z.number() }),
  mismatches: z.object({
    missing: z.number(),
    stale: z.number(),
    extra: z.number(),
    field: z.number(),
    explained: z.number(),
  }),
});
export type MigrationStatus = z.output<typeof migrationStatus>;

export const NO_MIGRATION: MigrationStatus = {
  ...{ phase: 0, percent: 0, epoch: 0, running: false, note: "", paused: false },
  ...{ startedAt: null, database: "", guards: [] },
  traffic: { rate: 0, acknowledged: 0, failed: 0, signOuts: 0, lostLines: 0 },
  reads: {
    ...{ sql: { p50: 0, p99: 0, count: 0 }, redis: { p50: 0, p99: 0, count: 0 } },
    ...{ repaired: 0, redisShare: 0 },
  },
  outbox: { length: 0, oldestMs: 0 },
  backfill: { done: 0, total: 0, perSecond: 0 },
  shadow: { reads: 0, secondsWithout: 0 },
  mismatches: { missing: 0, stale: 0, extra: 0, field: 0, explained: 0 },
};

/** Waiting times of the guards, in seconds. */
export interface Waits {
  /** how long something has to be well before the next phase */
  steadySeconds: number;
  /** how long a share is kept before the next */
  stepSeconds: number;
}

export function waitsOf({ waitSeconds }: Pick<StartParams, "waitSeconds">): Waits {
  return { steadySeconds: waitSeconds ?? 60, stepSeconds: waitSeconds ?? 30 };
}

/** The share after a share, in percent; null after the last. */
export function nextShare(percent: number): number | null {
  return SHARES.find((share) => share > percent) ?? null;
}
