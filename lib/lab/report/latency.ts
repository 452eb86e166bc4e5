import { build, type Histogram } from "hdr-histogram-js";
import type { LatencyMs } from "#lib/lab/runs/schema.ts";

/** One microsecond to ten minutes, to three significant digits. */
const HIGHEST_US = 600_000_000;

const round = (us: number) => Math.round(us) / 1000;

/** A histogram of latencies in microseconds. */
export function newHistogram(): Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_US,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
    useWebAssembly: false,
  });
}

/** Records a latency in microseconds; what is longer than ten minutes counts as ten minutes. */
export function recordLatency(histogram: Histogram, us: number): void {
  histogram.recordValue(Math.max(1, Math.min(us, HIGHEST_US)));
}

/** Milliseconds at a percentile, 0 when nothing was recorded. */
export function percentileMs(histogram: Histogram, percentile: number): number {
  return histogram.totalCount === 0 ? 0 : round(histogram.getValueAtPercentile(percentile));
}

/** The five figures of a result. */
export function summarise(histogram: Histogram): LatencyMs {
  return {
    mean: histogram.totalCount === 0 ? 0 : round(histogram.mean),
    p50: percentileMs(histogram, 50),
    p95: percentileMs(histogram, 95),
    p99: percentileMs(histogram, 99),
    max: histogram.totalCount === 0 ? 0 : round(histogram.maxValue),
  };
}
