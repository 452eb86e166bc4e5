import { hash, randomBytes } from "node:crypto";

/** A new session id: 16 random bytes, the only thing that the cookie seals. */
export function newSid(): string {
  return randomBytes(16).toString("base64url");
}

/**
 * The cart owner of a guest session. Derived from the sid and not reversible, so that a guest whose session ran out,
 * or whose sign-in stopped halfway, still leads to the same cart, and a cart key seen in Redis opens no session.
 */
export function guestIdOf(sid: string): string {
  return `g${hash("sha256", sid, "base64url").slice(0, 16)}`;
}

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

/** A user agent in words, short enough to keep the session hash compact (at most 64 bytes, DESIGN §3). */
export function describeDevice(userAgent: string | null): string {
  const find = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(userAgent ?? ""))?.[1];
  return [find(BROWSERS), find(SYSTEMS)].filter(Boolean).join(" on ") || "Unknown device";
}

/**
 * Whether a user agent says of itself that it is a crawler. Programs that call the API (load generators, scripts) and
 * headless browsers are visitors like others.
 */
export function isCrawler(userAgent: string | null): boolean {
  return /bot\b|crawl|spider|slurp|\+https?:\/\//i.test(userAgent ?? "");
}

/**
 * The name under which a session is shown to its user and revoked. Derived from the sid and not reversible: the sid
 * itself appears in no page, address or log.
 */
export function publicIdOf(sid: string): string {
  return hash("sha256", `public id of ${sid}`, "base64url").slice(0, 16);
}
