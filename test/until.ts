import { setTimeout as sleep } from "node:timers/promises";

/** Only a condition that never becomes true reaches this, in milliseconds. */
const LIMIT_MS = 120_000;

/**
 * Polls until a condition is true. What happens in another process takes as long as the machine is busy, so tests wait
 * for it and never for a fixed time.
 * @param condition an error counts as false
 * @throws Error with the last error as its cause if the condition is not true within two minutes
 */
export async function until(condition: () => boolean | Promise<boolean>, everyMs = 20): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  let cause: unknown;
  while (performance.now() < deadline) {
    try {
      if (await condition()) return;
    } catch (error) {
      cause = error;
    }
    await sleep(everyMs);
  }
  throw new Error(`Still false after ${LIMIT_MS} ms: ${condition}`, { cause });
}
