import { type Operation, operations } from "#lib/lab/workers/bench.ts";

/** The rounds of a comparison: how the time is divided, and in which order the systems are measured. */

/** Fewer rounds say little about how much the machine varies. */
const MIN_ROUNDS = 5;
const MAX_ROUNDS = 15;
/** With more time, rounds are added rather than made longer than this, in milliseconds for each system and operation. */
const LONG_SLOT_MS = 500;

/** The slots that warm up are not longer than this, in milliseconds: by then the code is compiled. */
const WARM_UP_MS = 150;

/** A time slot in which one system repeats one operation. */
export interface Slot {
  /** 0 warms up and is not counted. */
  round: number;
  ms: number;
  operation: Operation;
  setting: number;
  system: "redis" | "postgres";
}

export interface Plan {
  rounds: number;
  /** In their order. */
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
  const slotMs = (seconds * 1000) / rounds / perRound;
  const slots = Array.from({ length: rounds + 1 }, (_, round): Slot[] => {
    const systems = round % 2 === 0 ? (["redis", "postgres"] as const) : (["postgres", "redis"] as const);
    const ms = round === 0 ? Math.min(slotMs, WARM_UP_MS) : slotMs;
    return operations.flatMap((operation) =>
      Array.from({ length: settings }, (_, setting) =>
        systems.map((system) => ({ round, ms, operation, setting, system })),
      ).flat(),
    );
  });
  return { rounds, slots: slots.flat() };
}
