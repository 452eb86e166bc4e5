import type { Histogram } from "hdr-histogram-js";
import { newHistogram, percentileMs, recordLatency } from "#lib/lab/report/latency.ts";

/** What happened since the window before. */
export interface MeterWindow {
  ops: number;
  errors: number;
  p50: number;
  p99: number;
}

/** Where the workers of a run report, and where samples are taken from. */
export interface Meter {
  /** All latencies since the last `reset`, in microseconds. */
  readonly total: Histogram;
  /** Operations that succeeded and failed since the last `reset`. */
  readonly ops: number;
  readonly errors: number;
  /** 0 to 1; set by the engine. */
  progress: number;
  /** Whether the time left can be told from the progress; set by the engine. */
  steady: boolean;
  phase: string;
  /** Adds latencies in microseconds; each is one operation, unless their number is given. */
  record(latencies: ArrayLike<number>, ops?: number): void;
  addErrors(count: number): void;
  /** Begins anew for the result, e.g. after a warm-up. Samples go on. */
  reset(): void;
  takeWindow(): MeterWindow;
}

/** A meter that stands at nothing. */
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
