import type { Histogram } from "hdr-histogram-js";
import { newHistogram, percentileMs, recordLatency } from "#lib/lab/report/latency.ts";

/** What happened since the previous window. Latencies are milliseconds. */
export interface MeterWindow {
  ops: number;
  errors: number;
  p50: number;
  p99: number;
}

/** Collects what the workers of a run report; samples are taken from it. */
export interface Meter {
  /** All latencies since the last `reset`, in microseconds. */
  readonly total: Histogram;
  /** Operations that succeeded and failed since the last `reset`. */
  readonly ops: number;
  readonly errors: number;
  /** 0 to 1; set by the engine */
  progress: number;
  /** Whether progress is proportional to time, so that the time left can be estimated; set by the engine. */
  steady: boolean;
  /** What the run is doing, in words; set by the engine. */
  phase: string;
  /** Adds latencies in microseconds. Each is one operation, unless `ops` says how many they are together. */
  record(latencies: ArrayLike<number>, ops?: number): void;
  addErrors(count: number): void;
  /** Clears what the result is computed from, for example after a warm-up. The current window is not affected. */
  reset(): void;
  /** Ends the current window and starts the next one. */
  takeWindow(): MeterWindow;
}

/** A meter with nothing recorded. */
export function createMeter(): Meter {
  let total = newHistogram();
  let window = newHistogram();
  let [ops, errors, windowOps, windowErrors] = [0, 0, 0, 0];
  return {
    get total() {
      return total;
    },
    get ops() {
      return ops;
    },
    get errors() {
      return errors;
    },
    progress: 0,
    steady: true,
    phase: "starting",
    record(latencies, count = latencies.length) {
      for (let i = 0; i < latencies.length; i++) {
        const us = latencies[i] ?? 0;
        recordLatency(total, us);
        recordLatency(window, us);
      }
      ops += count;
      windowOps += count;
    },
    addErrors(count) {
      errors += count;
      windowErrors += count;
    },
    reset() {
      total = newHistogram();
      ops = 0;
      errors = 0;
    },
    takeWindow() {
      const taken = {
        ops: windowOps,
        errors: windowErrors,
        p50: percentileMs(window, 50),
        p99: percentileMs(window, 99),
      };
      window = newHistogram();
      windowOps = 0;
      windowErrors = 0;
      return taken;
    },
  };
}
