import type { IncomingMessage } from "node:http";
import { LRUCache } from "lru-cache";

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Null for what is no URL: it equals nothing. */
interface Site {
  origin: string | null;
  host: string | null;
}

function parseSite(text: string): Site {
  if (!URL.canParse(text)) return { origin: null, host: null };
  const { origin, host } = new URL(text);
  return { origin, host };
}

/** Parsing a URL takes 10 µs, a twentieth of a page view, and nearly all requests name the same origin. */
const sites = new LRUCache<string, Site>({ max: 100, memoMethod: parseSite });

/**
 * Whether a state-changing request comes from another site, by the rules of Go's http.CrossOriginProtection:
 * Sec-Fetch-Site decides where a browser sends it, else Origin against Host; without either it is not a browser.
 * @param publicOrigin the public origin of the store: a proxy may pass another Host
 */
export function isCrossOrigin(
  method: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  publicOrigin: string | undefined,
): boolean {
  if (SAFE_METHODS.has(method)) return false;
  const site = headers["sec-fetch-site"];
  if (typeof site === "string" && site !== "") return site !== "same-origin" && site !== "none";
  const origin = headers.origin;
  if (typeof origin !== "string" || origin === "") return false;
  const from = sites.memo(origin);
  return from.origin !== publicOrigin && from.host !== headers.host;
}

/**
 * Writes the host of a request into its Origin, once that is known to be no other site: Next.js takes an action only
 * where the two agree, which they do not behind a proxy that passes a Host of its own, nor for the Origin `null` of a
 * browser that hides it.
 */
export function nameOwnOrigin({ headers }: IncomingMessage, https: boolean): void {
  if (headers.origin !== undefined) headers.origin = `${https ? "https" : "http"}://${headers.host ?? ""}`;
}

/**
 * Which site a request comes from and which host it names, for the log: a proxy that is set up wrongly shows in them.
 */
export function describeOrigin({ headers: { origin = "", host = "" } }: IncomingMessage) {
  return { origin: URL.canParse(origin) ? new URL(origin).origin.slice(0, 200) : "", host: host.slice(0, 200) };
}
