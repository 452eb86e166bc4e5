/** Times are seconds since 1970 with decimals in Redis, as the case study writes them, and ISO 8601 outside. */

/** Now, as it is written into Redis: "1764167000.123". */
export function nowSeconds(): string {
  return (Date.now() / 1000).toFixed(3);
}

/** The end of the year 9999: later times have more digits than ISO 8601 agrees on, and much later ones are no dates. */
const LATEST_MS = 253_402_300_799_000;

/** ISO 8601 of a time in milliseconds. One that is no time, written by somebody else, becomes the nearest that is. */
export function isoTimeOfMs(ms: number): string {
  return new Date(Number.isNaN(ms) ? 0 : Math.max(0, Math.min(ms, LATEST_MS))).toISOString();
}

/** The same of a time in seconds. */
export const isoTime = (seconds: number) => isoTimeOfMs(seconds * 1000);
