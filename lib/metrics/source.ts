import { processWide } from "#lib/process/process-wide.ts";
import { readLatest } from "./metrics.ts";
import type { Metrics } from "./schema.ts";

/** The newest figures for all viewers of this process: they are read once a second while there are any, not once for each. */

const FRESH_MS = 900;

const state = processWide("metrics-source", () => ({
  at: Number.NEGATIVE_INFINITY,
  reading: null as Promise<Metrics> | null,
}));

/** The figures of this second. One round trip for all that ask within it. @throws RedisUnavailableError */
export function shareLatest(): Promise<Metrics> {
  if (state.reading && performance.now() - state.at < FRESH_MS) return state.reading;
  state.at = performance.now();
  state.reading = readLatest();
  return state.reading;
}
