import type { Meter } from "./meter.ts";

const UPDATE_MS = 100;

/**
 * Does work and keeps the progress of the run up to date meanwhile.
 * @param estimate the progress at the moment, 0 to 1; it is shown as 0.99 at most until the work is done
 */
export async function withProgress<T>(meter: Meter, estimate: () => number, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    meter.progress = Math.min(0.99, estimate());
  }, UPDATE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
