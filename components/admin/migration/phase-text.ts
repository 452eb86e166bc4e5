import { PHASES, type View } from "#lib/migration/phases.ts";
import type { Breakage } from "#lib/migration/schema.ts";

/** What the cockpit says of each phase, and of what can be broken. */

type Step = Pick<View, "phase" | "percent">;

/** A phase with its number, and in phase 4 its share: "4 Reads from Redis, 10 %". */
export function stepTitle({ phase, percent }: Step): string {
  return `${phase} ${PHASES[phase].name}${phase === 4 ? `, ${percent} %` : ""}`;
}

/** What happens in a phase, in a sentence or two. */
export function describePhase({ phase, percent }: Step): string {
  return [
    "PostgreSQL takes every read and write. Redis has none of these sessions yet.",
    "Every write goes to PostgreSQL and then to Redis. PostgreSQL answers every read.",
    "Records from before the dual writes are copied to Redis, while new writes go to both stores.",
    "Both stores have everything. Records are compared one by one; PostgreSQL still answers every read.",
    `Redis answers the reads of ${percent} % of the shoppers. PostgreSQL is still the source of truth, and every write goes to both.`,
    "Redis is the source of truth and answers every read. Writes still reach PostgreSQL, so there is a way back.",
    "Redis takes every read and write. PostgreSQL is no longer written to.",
    "PostgreSQL is retired. Redis has everything.",
  ][phase] as string;
}

/** The share of the reads that Redis is asked to answer, in percent. */
export function askedPercent({ phase, percent }: Step): number {
  return phase < 4 ? 0 : phase === 4 ? percent : 100;
}

interface DocumentPhase {
  /** as the documents call it */
  title: string;
  phases: readonly (typeof PHASES)[number][];
}

/** The phases of the documents, with ours in each. */
export const DOCUMENT_PHASES: readonly DocumentPhase[] = (
  [
    ["before", "Before"],
    ["parallel", "1. Parallel"],
    ["gradual", "2. Gradual"],
    ["full", "3. Full"],
    ["clean-up", "4. Clean-up"],
  ] as const
).map(([document, title]) => ({ title, phases: PHASES.filter((phase) => phase.document === document) }));

interface BreakageText {
  what: Breakage;
  title: string;
  /** what should happen */
  expected: string;
}

/** What can be broken, and what should happen then. */
export const BREAKAGE_TEXTS: readonly BreakageText[] = [
  {
    what: "freeze-sql",
    title: "Freeze PostgreSQL",
    expected:
      "Its tables are locked for 5 seconds. Requests that need them fail or wait; nobody is signed out, and no cart loses a line.",
  },
  {
    what: "kill-worker",
    title: "Kill a shopper process",
    expected:
      "One of the two dies in the middle of its writes, and another takes its place. What did not reach the second store is in the outbox and arrives late.",
  },
  {
    what: "drop-writes",
    title: "Drop 1 % of dual writes",
    expected:
      "For 10 seconds one write in a hundred does not reach Redis, and nobody is told. Comparison finds the differences in phases 3 and 4, and repairs them.",
  },
  {
    what: "freeze-redis",
    title: "Freeze Redis",
    expected:
      "It answers nothing for 5 seconds. Requests that need it fail or wait; the outbox grows, then drains, and nothing is lost.",
  },
];
