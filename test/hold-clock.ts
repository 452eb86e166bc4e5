import { onTestFinished } from "vitest";
import { processWide } from "#lib/process/process-wide.ts";
import { nowMs } from "#lib/time.ts";

/**
 * Holds the clock of this process (lib/time.ts) at a time until the test has finished, whatever Redis says; scripts go by
 * that of Redis. @param at in ms since 1970
 */
export function holdClockAt(at: number): void {
  const before = nowMs();
  const clock = processWide("clock", () => ({ offsetMs: 0 }));
  Object.defineProperty(clock, "offsetMs", {
    configurable: true,
    get: () => at - performance.now(),
    set: () => {},
  });
  onTestFinished(() => {
    Object.defineProperty(clock, "offsetMs", { configurable: true, writable: true, value: before - performance.now() });
  });
}
