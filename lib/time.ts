import { processWide } from "#lib/process/process-wide.ts";

/**
 * Times are seconds since 1970 with decimals in Redis, as the case study writes them, and ISO 8601 outside. All processes
 * and machines go by one clock, that of Redis: it expires the keys, and a machine whose own clock is wrong must not end
 * what others have begun. lib/redis/clock.ts keeps this process in step with it.
 */

/**
 * What has to be added to the monotonic clock of this process, in ms. Until Redis has been asked, by this machine's own
 * clock; a step of that one changes nothing later.
 */
const clock = processWide("clock", () => ({ offsetMs: Date.now() - performance.now() }));

/** Now by the clock of Redis, in milliseconds since 1970, with decimals. */
export function nowMs(): number {
  return performance.now() + clock.offsetMs;
}

/**
 * Sets the clock of this process by a time that Redis gave between two moments. A clock that may have shown that time
 * stays as it is: a slow reply moves nothing.
 * @param redisMs since 1970
 * @param sentAt when Redis was asked, in ms of `performance.now()`
 * @param receivedAt when it had answered
 */
export function setClock(redisMs: number, sentAt: number, receivedAt: number): void {
  clock.offsetMs = Math.min(Math.max(clock.offsetMs, redisMs - receivedAt), redisMs - sentAt);
}

/** Now by the clock of Redis, as it is written there: "1764167000.123". */
export function nowSeconds(): string {
  return (nowMs() / 1000).toFixed(3);
}

/** The end of the year 9999: later times have more digits than ISO 8601 agrees on, and much later ones are no dates. */
const LATEST_MS = 253_402_300_799_000;

/** ISO 8601 of a time in milliseconds. One that is no time, written by somebody else, becomes the nearest that is. */
export function isoTimeOfMs(ms: number): string {
  return new Date(Number.isNaN(ms) ? 0 : Math.max(0, Math.min(ms, LATEST_MS))).toISOString();
}

/** The same of a time in seconds. */
export const isoTime = (seconds: number) => isoTimeOfMs(seconds * 1000);
