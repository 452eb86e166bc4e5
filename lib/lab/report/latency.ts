import { build, type Histogram } from "hdr-histogram-js";
import type { LatencyMs } from "#lib/lab/runs/schema.ts";

/** The highest latency that a histogram records: ten minutes. */
const HIGHEST_US = 600_000_000;

const round = (us: number) => Math.round(us) / 1000;

/** A histogram of latencies from a microsecond to ten minutes, with three significant digits. */
export function newHistogram(): Histogram {
  return build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_US,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
    useWebAssembly: false,
  });
}

/** Records a latency in microseconds; anything above ten minutes counts as ten minutes. */
export function recordLatency(histogram: Histogram, us: number): void {
  histogram.recordValue(Math.max(1, Math.min(us, HIGHEST_US)));
}

/** The latency at a percentile in milliseconds; 0 if nothing was recorded. */
export function percentileMs(histogram: Histogram, percentile: number): number {
  return histogram.totalCount === 0 ? 0 : round(histogram.getValueAtPercentile(percentile));
}

/** The latency figures of a result. */
export function summarise(histogram: Histogram): LatencyMs {
  return {
    mean: histogram.totalCount === 0 ? 0 : round(histogram.mean),
    p50: percentileMs(histogram, 50),
    p95: percentileMs(histogram, 95),
    p99: percentileMs(histogram, 99),
    max: histogram.totalCount === 0 ? 0 : round(histogram.maxValue),
  };
}
