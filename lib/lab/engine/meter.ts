import type { Histogram } from "hdr-histogram-js";
import { newHistogram, percentileMs, recordLatency } from "#lib/lab/report/latency.ts";

/** What happened since the previous window. Latencies are milliseconds. */
export interface MeterWindow {
  ops: number;
  errors: number;
  p50: number;
  p99: number;
  /** Whether some of it belongs to the warm-up. */
  warmUp: boolean;
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
  /** Whether what is recorded now warms up the code and does not count; set by the engine. */
  warmUp: boolean;
  /** Milliseconds since the first operation after the last `reset`; 0 if there was none. */
  readonly elapsedMs: number;
  /** Adds latencies in microseconds. Each is one operation, unless `ops` says how many they are together. */
  record(latencies: ArrayLike<number>, ops?: number): void;
  addErrors(count: number): void;
  /** Clears what the result is computed from, for example after a warm-up. The current window is not affected. */
  reset(): void;
  /** Keeps all latencies since the last `reset` as those of the result; otherwise those at the end of the run are. */
  keepTotal(): void;
  /** The latencies that the result is computed from. */
  readonly kept: Histogram;
  /** Ends the current window and starts the next one. */
  takeWindow(): MeterWindow;
}

/** A meter with nothing recorded. */
export function createMeter(): Meter {
  let total = newHistogram();
  let window = newHistogram();
  let kept: Histogram | null = null;
  let begunAt: number | null = null;
  let windowWarmUp = false;
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
    get elapsedMs() {
      return begunAt === null ? 0 : performance.now() - begunAt;
    },
    get kept() {
      return kept ?? total;
    },
    keepTotal() {
      kept = total;
    },
    progress: 0,
    steady: true,
    phase: "starting",
    warmUp: false,
    record(latencies, count = latencies.length) {
      for (let i = 0; i < latencies.length; i++) {
        const us = latencies[i] ?? 0;
        recordLatency(total, us);
        recordLatency(window, us);
      }
      begunAt ??= performance.now();
      windowWarmUp ||= this.warmUp;
      ops += count;
      windowOps += count;
    },
    addErrors(count) {
      errors += count;
      windowErrors += count;
    },
    reset() {
      total = newHistogram();
      begunAt = null;
      ops = 0;
      errors = 0;
    },
    takeWindow() {
      const taken = {
        ops: windowOps,
        errors: windowErrors,
        p50: percentileMs(window, 50),
        p99: percentileMs(window, 99),
        warmUp: windowWarmUp,
      };
      windowWarmUp = false;
      window = newHistogram();
      windowOps = 0;
      windowErrors = 0;
      return taken;
    },
  };
}
