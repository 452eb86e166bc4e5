/** Before work has gone on for so long, in milliseconds, its speed is a guess. */
const LEAST_MS = 800;

/**
 * Estimates how long a run still takes, from samples in their order. Preparation does not count: the clock starts at
 * the last sample that had no progress.
 * @returns a function of the progress, 0 to 1, and the milliseconds since the start; it gives seconds, -1 if unknown
 */
export function startCountdown(): (progress: number, at: number) => number {
  let begunAt = 0;
  return (progress, at) => {
    if (progress === 0) begunAt = at;
    const worked = at - begunAt;
    if (progress <= 0.01 || worked < LEAST_MS) return -1;
    return Math.round(((worked / progress) * (1 - progress)) / 100) / 10;
  };
}
