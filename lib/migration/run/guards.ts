import type { View } from "#lib/migration/phases.ts";
import { type Guard, nextShare, type Waits } from "#lib/migration/schema.ts";

/** What has to be so before the next phase, with what it is now. */

/** What is known of the migration at this moment. Times are milliseconds. */
export interface Facts {
  sqlAnswers: boolean;
  redisAnswers: boolean;
  /** of generated records, how many came back from Redis as they were in SQL */
  rehearsed: { right: number; of: number };
  /** how long the outbox has drained within a second, in seconds */
  secondsDrained: number;
  outboxOldestMs: number;
  backfill: { done: number; total: number; isComplete: boolean };
  /** null before the first */
  fullCompare: { records: number; differences: number } | null;
  shadowReads: number;
  /** how long nothing has differed without an explanation, in seconds */
  secondsWithoutMismatch: number;
  /** p99 of reads in the last seconds, in milliseconds; null without any */
  p99: { sql: number | null; redis: number | null };
  errorShare: number;
  /** how long the phase and the share are as they are, in seconds */
  secondsInStep: number;
  /** whether SQL has been filled since it was last written to no more */
  isSqlFilled: boolean;
  /** reads of SQL in the last seconds */
  sqlReads: number;
}

const whole = (number: number) => Math.floor(number).toLocaleString("en");
const seconds = (number: number) => `${whole(number)} s`;
const ms = (number: number | null) => (number === null ? "nobody reads" : `${number.toFixed(1)} ms`);

/** Below so many milliseconds it is noise which of the two is faster: on two cores the shoppers are busier than either. */
const NOISE_MS = 25;
/** Records that have to be compared before any is read from Redis. */
const SHADOW_READS = 10_000;

const steady = (facts: Facts, waits: Waits): Guard[] => [
  {
    name: "Nothing differs without an explanation",
    value: `for ${seconds(facts.secondsWithoutMismatch)}`,
    need: `for ${seconds(waits.steadySeconds)}`,
    ok: facts.secondsWithoutMismatch >= waits.steadySeconds,
  },
];

function toPhase1(facts: Facts): Guard[] {
  const { right, of } = facts.rehearsed;
  const isHealthy = facts.sqlAnswers && facts.redisAnswers;
  const silent = [!facts.sqlAnswers && "PostgreSQL", !facts.redisAnswers && "Redis"].filter(Boolean).join(" and ");
  return [
    { name: "Both stores answer", value: isHealthy ? "both" : `${silent} does not`, need: "both", ok: isHealthy },
    {
      name: "Rehearsal: generated sessions and carts come back from Redis as they were",
      value: `${whole(right)} of ${whole(of)}`,
      need: "all of 10,000",
      ok: of >= 10_000 && right === of,
    },
  ];
}

function toPhase5(view: View, facts: Facts, waits: Waits): Guard[] {
  const { sql, redis } = facts.p99;
  const isFast = redis !== null && (sql === null || redis <= Math.max(sql, NOISE_MS));
  return [
    ...steady(facts, waits),
    {
      name: `${view.percent} % of the shoppers are read from Redis`,
      value: `for ${seconds(facts.secondsInStep)}`,
      need: `for ${seconds(waits.stepSeconds)}`,
      ok: facts.secondsInStep >= waits.stepSeconds,
    },
    {
      name: "Redis is not slower than SQL (p99)",
      value: `${ms(redis)}, SQL ${ms(sql)}`,
      need: `at most SQL's, or ${NOISE_MS} ms`,
      ok: isFast,
    },
    {
      name: "Requests fail no more often than before",
      value: `${(facts.errorShare * 100).toFixed(2)} %`,
      need: "at most 0.1 %",
      ok: facts.errorShare <= 0.001,
    },
  ];
}

const drained = (facts: Facts, waits: Waits, what: string): Guard => ({
  name: `${what}: nothing is older than a second`,
  value: `for ${seconds(facts.secondsDrained)}, now ${whole(facts.outboxOldestMs)} ms`,
  need: `for ${seconds(waits.steadySeconds)}`,
  ok: facts.secondsDrained >= waits.steadySeconds,
});

/** What the next phase needs, or the next share of phase 4. Nothing after the last. */
export function guardsOf(view: View, facts: Facts, waits: Waits): Guard[] {
  switch (view.phase) {
    case 0:
      return toPhase1(facts);
    case 1:
      return [drained(facts, waits, "Outbox")];
    case 2: {
      const { done, total, isComplete } = facts.backfill;
      const value = `${whole(done)} of ${whole(total)} records`;
      return [{ name: "Backfill", value, need: "all", ok: isComplete }];
    }
    case 3: {
      const compared = facts.fullCompare;
      return [
        {
          name: "Full comparison",
          value: compared
            ? `${whole(compared.differences)} differences in ${whole(compared.records)} records`
            : "not done yet",
          need: "0 differences",
          ok: compared !== null && compared.differences === 0,
        },
        {
          name: "Shadow reads",
          value: whole(facts.shadowReads),
          need: whole(SHADOW_READS),
          ok: facts.shadowReads >= SHADOW_READS,
        },
        ...steady(facts, waits),
      ];
    }
    case 4:
      return toPhase5(view, facts, waits);
    case 5:
      return [
        {
          name: "Redis leads, and SQL follows",
          value: `for ${seconds(facts.secondsInStep)}`,
          need: `for ${seconds(waits.steadySeconds)}`,
          ok: facts.secondsInStep >= waits.steadySeconds,
        },
        drained(facts, { ...waits, steadySeconds: Math.min(waits.steadySeconds, 5) }, "Outbox to SQL"),
      ];
    case 6:
      return [
        {
          name: "Nobody reads SQL",
          value: facts.sqlReads > 0 ? `${whole(facts.sqlReads)} reads` : `for ${seconds(facts.secondsInStep)}`,
          need: `for ${seconds(waits.steadySeconds)}`,
          ok: facts.sqlReads === 0 && facts.secondsInStep >= waits.steadySeconds,
        },
      ];
    case 7:
      return [];
  }
}

/** What the way back needs. */
export function guardsBack(view: View, facts: Facts): Guard[] {
  if (view.phase === 7 || view.phase === 0)
    return [{ name: "A way back", value: "none", need: "a phase before", ok: false }];
  if (view.phase !== 5) return [];
  return [
    {
      name: "SQL has everything",
      value: facts.isSqlFilled ? "yes" : "it is being filled",
      need: "yes",
      ok: facts.isSqlFilled,
    },
    {
      name: "Outbox to SQL",
      value: `oldest ${whole(facts.outboxOldestMs)} ms`,
      need: "below 2,000 ms",
      ok: facts.outboxOldestMs < 2000,
    },
  ];
}

/** The phase and share that come next; null after the last. */
export function stepAfter(view: View): Pick<View, "phase" | "percent"> | null {
  const { phase, percent } = view;
  if (phase === 7) return null;
  if (phase === 3) return { phase: 4, percent: nextShare(0) ?? 1 };
  const share = phase === 4 ? nextShare(percent) : null;
  if (share !== null) return { phase: 4, percent: share };
  const next = (phase + 1) as View["phase"];
  return { phase: next, percent: next >= 5 ? 100 : 0 };
}

/** The phase before. */
export function stepBefore({ phase }: View): Pick<View, "phase" | "percent"> {
  const before = Math.max(0, phase - 1) as View["phase"];
  return { phase: before, percent: before >= 4 ? 100 : 0 };
}
