import { type Operation, operations } from "#lib/lab/workers/bench.ts";

/** The rounds of a comparison: how the time is divided, and in which order the systems are measured. */

/** Fewer rounds say little about how much the machine varies. */
const MIN_ROUNDS = 5;
const MAX_ROUNDS = 15;
/** With more time, rounds are added rather than made longer than this, in milliseconds for each system and operation. */
const LONG_SLOT_MS = 500;

/** A time slot in which one system repeats one operation. */
export interface Slot {
  round: number;
  operation: Operation;
  setting: number;
  system: "redis" | "postgres";
}

export interface Plan {
  rounds: number;
  /** The length of a slot in milliseconds. */
  slotMs: number;
  /** The order of all slots; those of round 0 warm up and are not counted. */
  slots: Slot[];
}

/**
 * Divides the time into at least five rounds of equal slots, and puts a round before them that is not counted. The
 * systems take turns, and the one that began in a round is second in the next.
 * @param seconds of measuring, without the first round
 * @param settings how many settings are compared
 */
export function planRounds(seconds: number, settings: number): Plan {
  const perRound = operations.length * settings * 2;
  const rounds = Math.min(MAX_ROUNDS, Math.max(MIN_ROUNDS, Math.floor((seconds * 1000) / perRound / LONG_SLOT_MS)));
  const slots = Array.from({ length: rounds + 1 }, (_, round): Slot[] => {
    const systems = round % 2 === 0 ? (["redis", "postgres"] as const) : (["postgres", "redis"] as const);
    return operations.flatMap((operation) =>
      Array.from({ length: settings }, (_, setting) =>
        systems.map((system) => ({ round, operation, setting, system })),
      ).flat(),
    );
  });
  return { rounds, slotMs: (seconds * 1000) / rounds / perRound, slots: slots.flat() };
}
