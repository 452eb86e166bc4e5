/** How often the event loop is observed, in milliseconds. */
const TICK_MS = 10;
/** A longer gap between two observations means that this process did not run. */
const GAP_MS = 40;

/**
 * A clock that stops while this process does not run: on a busy machine, a test that proves a deadline must not count
 * the time during which other programs had the processor.
 * @returns the time in milliseconds, and a function that ends the observation
 */
export function startActiveClock(): { now: () => number; stop: () => void } {
  let last = performance.now();
  let stalled = 0;
  const observe = () => {
    const now = performance.now();
    if (now - last > GAP_MS) stalled += now - last - TICK_MS;
    last = now;
  };
  const timer = setInterval(observe, TICK_MS);
  return {
    now() {
      observe();
      return performance.now() - stalled;
    },
    stop: () => clearInterval(timer),
  };
}
