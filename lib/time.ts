/** Times are seconds since 1970 with decimals in Redis, as the case study writes them, and ISO 8601 outside. */

/** Now, as it is written into Redis: "1764167000.123". */
export function nowSeconds(): string {
  return (Date.now() / 1000).toFixed(3);
}

/** ISO 8601 of a time in seconds. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
