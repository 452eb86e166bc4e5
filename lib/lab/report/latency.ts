import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from "hdr-histogram-js";
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
    p999: percentileMs(histogram, 99.9),
    max: histogram.totalCount === 0 ? 0 : round(histogram.maxValue),
  };
}

/** A histogram in the V2 encoding of HdrHistogram, compressed and in base64, which other tools read; values are microseconds. */
export function encodeHistogram(histogram: Histogram): string | null {
  return histogram.totalCount === 0 ? null : encodeIntoCompressedBase64(histogram);
}

/** Percentiles in a file: each nine is followed by the next one. */
const PERCENTILES = [0, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 99.999, 100];

/** A histogram as it is part of a file: encoded, and as percentiles in milliseconds. */
export interface HistogramFile {
  encoding: "HdrHistogram V2, compressed, base64";
  unit: "microseconds";
  count: number;
  data: string;
  percentiles: { percentile: number; ms: number }[];
}

/** What {@link encodeHistogram} made, with its percentiles. @returns null if it cannot be decoded */
export function describeHistogram(data: string): HistogramFile | null {
  try {
    const histogram = decodeFromCompressedBase64(data, 32, false);
    return {
      encoding: "HdrHistogram V2, compressed, base64",
      unit: "microseconds",
      count: histogram.totalCount,
      data,
      percentiles: PERCENTILES.map((percentile) => ({ percentile, ms: percentileMs(histogram, percentile) })),
    };
  } catch {
    return null;
  }
}
