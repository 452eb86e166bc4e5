/** The event loop is looked at this often, in milliseconds. */
const TICK_MS = 10;
/** A gap between two looks that is longer than this means that this process did not run. */
const GAP_MS = 40;

/**
 * A clock that stands still while this process does not run: on a busy machine, a test that proves a deadline must not
 * count the time that other programs had the processor.
 * @returns milliseconds of own time, and what stops the clock
 */
export function startActiveClock(): { now: () => number; stop: () => void } {
  let last = performance.now();
  let stalled = 0;
  const look = () => {
    const now = performance.now();
    if (now - last > GAP_MS) stalled += now - last - TICK_MS;
    last = now;
  };
  const timer = setInterval(look, TICK_MS);
  return {
    now() {
      look();
      return performance.now() - stalled;
    },
    stop: () => clearInterval(timer),
  };
}
