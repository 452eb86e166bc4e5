import type { IncomingMessage } from "node:http";

/** A segment of one or two dots, plain or escaped: Next.js resolves it, after the front has decided by the path. */
const DOT_SEGMENT = /\/(\.|%2e){1,2}(?=[/?]|$)/i;

/**
 * Brings the target of a request into the form in which everything after this judges it: a path of this site with its
 * query. A request to a proxy names the whole URL (RFC 9112, section 3.2.2), and so may any other: its host goes before
 * the header. Dot segments are resolved, as browsers do.
 * @returns false for a target that is none: neither a path nor http(s), nor the `*` of OPTIONS; or a path with an
 *   escape that can't be decoded
 */
export function normalizeTarget(req: IncomingMessage): boolean {
  const { url = "/" } = req;
  if (url === "*") return req.method === "OPTIONS";
  if (!url.startsWith("/")) {
    // URL would take what follows an empty host for one.
    if (!/^https?:\/\/[^/?#\\]/i.test(url) || !URL.canParse(url)) return false;
    const { host, pathname, search } = new URL(url);
    req.url = `${pathname}${search}`;
    req.headers.host = host;
  } else if (DOT_SEGMENT.test(url.split("?", 1)[0] ?? "")) {
    const { pathname, search } = new URL(`http://site.invalid${url}`);
    req.url = `${pathname}${search}`;
  }
  try {
    if (req.url?.includes("%")) decodeURIComponent(req.url.split("?", 1)[0] ?? "");
    return true;
  } catch {
    return false;
  }
}
