/** Until work has gone on for this long, in milliseconds, its speed is not known well enough. */
const MIN_MS = 800;

/**
 * Estimates how long a run will still take, from its samples in order. Preparation does not count: the clock starts at
 * the last sample without progress.
 * @returns a function of the progress, 0 to 1, and the milliseconds since the start; it returns seconds, or -1 if unknown
 */
export function makeTimeLeftEstimator(): (progress: number, at: number) => number {
  let begunAt = 0;
  return (progress, at) => {
    if (progress === 0) begunAt = at;
    const worked = at - begunAt;
    if (progress <= 0.01 || worked < MIN_MS) return -1;
    return Math.round(((worked / progress) * (1 - progress)) / 100) / 10;
  };
}
