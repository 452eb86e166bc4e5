/** A histogram of durations that costs a few comparisons to add to. Its buckets are those that Prometheus is told. */

/** Upper bounds of the buckets, in milliseconds; a duration above the last is counted in one more. */
export const BOUNDS_MS: readonly number[] = [
  0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 25, 50, 75, 100, 150, 250, 500, 750, 1000, 1500, 2500, 5000, 10_000,
];

/** Durations, in milliseconds. */
export interface Histogram {
  /** durations in each bucket, and at the end those above the last */
  buckets: number[];
  /** of all of them */
  sum: number;
}

export function makeHistogram(): Histogram {
  return { buckets: new Array<number>(BOUNDS_MS.length + 1).fill(0), sum: 0 };
}

/** Adds a duration, in milliseconds. */
export function addDuration(histogram: Histogram, ms: number): void {
  let [low, high] = [0, BOUNDS_MS.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ms <= (BOUNDS_MS[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  histogram.buckets[low] = (histogram.buckets[low] ?? 0) + 1;
  histogram.sum += ms;
}

/** How many durations there are in buckets. */
export const countDurations = (buckets: readonly number[]): number => buckets.reduce((sum, each) => sum + each, 0);

/**
 * The duration that a share of all is below, in milliseconds, by interpolation within its bucket as Prometheus does it;
 * null without any.
 * @param share from 0 to 1
 */
export function quantile(buckets: readonly number[], share: number): number | null {
  const count = countDurations(buckets);
  if (count === 0) return null;
  const rank = share * count;
  let below = 0;
  for (const [i, each] of buckets.entries()) {
    if (each > 0 && below + each >= rank) {
      const from = i === 0 ? 0 : (BOUNDS_MS[i - 1] ?? 0);
      const to = BOUNDS_MS[i] ?? from;
      return from + ((to - from) * (rank - below)) / each;
    }
    below += each;
  }
  return BOUNDS_MS.at(-1) ?? null;
}
