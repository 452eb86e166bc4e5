const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];
const BROWSERS: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];

/** A user agent in words ("Firefox on Windows"), at most 64 bytes, so that the session hash stays compact. */
export function describeDevice(userAgent: string | null): string {
  const find = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(userAgent ?? ""))?.[1];
  return [find(BROWSERS), find(SYSTEMS)].filter(Boolean).join(" on ") || "Unknown device";
}

/**
 * Whether a user agent says that it is a crawler. Programs that call the API (load generators, scripts) and headless
 * browsers are visitors like others.
 */
export function isCrawler(userAgent: string | null): boolean {
  return /bot\b|crawl|spider|slurp|\+https?:\/\//i.test(userAgent ?? "");
}
