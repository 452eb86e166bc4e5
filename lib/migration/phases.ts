import { z } from "zod";

/** The phases of the migration, and who does what in each (docs/migration.md). */

export const PHASES = [
  { phase: 0, name: "SQL only", document: "before" },
  { phase: 1, name: "Dual write", document: "parallel" },
  { phase: 2, name: "Backfill", document: "parallel" },
  { phase: 3, name: "Shadow reads", document: "parallel" },
  { phase: 4, name: "Reads from Redis", document: "gradual" },
  { phase: 5, name: "Redis leads", document: "full" },
  { phase: 6, name: "Redis only", document: "full" },
  { phase: 7, name: "Retired", document: "clean-up" },
] as const;

export type Phase = (typeof PHASES)[number]["phase"];
export const phaseNumber = z.literal(PHASES.map(({ phase }) => phase));

/** The shares of the shoppers who are read from Redis in phase 4, in percent. */
export const SHARES = [1, 10, 50, 100] as const;

/** What a process knows of the migration. */
export interface View {
  phase: Phase;
  /** of the shoppers who are read from Redis in phase 4 */
  percent: number;
  /** grows with each change of phase or percentage */
  epoch: number;
}

/** The store whose word counts: it makes the versions. */
export const leaderIn = (phase: Phase): "sql" | "redis" => (phase <= 4 ? "sql" : "redis");

/** Whether the store that does not lead is written to as well. */
export const writesBoth = (phase: Phase): boolean => phase >= 1 && phase <= 5;

/** Whether a session of this hundredth of the shoppers is read from Redis. @param share 0 to 99 */
export function readsRedis({ phase, percent }: View, share: number): boolean {
  return phase >= 5 || (phase === 4 && share < percent);
}

/** What a process does that does not know for sure whether the phase has changed: as in the phase before. */
export function fallBack(view: View): View {
  if (view.phase === 0 || view.phase >= 6) return view;
  return { ...view, phase: (view.phase - 1) as Phase };
}
