import { encodeRequest, exchange } from "#lib/lab/http/exchange.ts";
import { type HttpReply, headerOf } from "#lib/lab/http/parse-reply.ts";

/** Page views over HTTP, as prepared requests. */

const PAGES = ["/", "/cart", "/products/laptop", "/products/mouse", "/products/desk-lamp", "/account"];

/**
 * Starts sessions as browsers without a cookie do.
 * @param cookies gets the cookie of each, as `name=value`, as soon as it exists
 * @param signal when it aborts, no further sessions are started
 * @throws Error if the store cannot be reached or starts no session
 */
export async function startSessions(url: string, count: number, cookies: string[], signal: AbortSignal): Promise<void> {
  const first = encodeRequest(url, "POST", "/api/visits", { body: { page: "/" } });
  const keep = (_: number, reply: HttpReply | null) => {
    const cookie = reply?.status === 200 ? headerOf(reply.head, "set-cookie")?.split(";")[0] : undefined;
    if (!cookie) throw new Error(`The store at ${url} started no session (status ${reply?.status ?? "unknown"})`);
    cookies.push(cookie);
  };
  await exchange(url, Array<Buffer>(count).fill(first), keep, { signal });
}

/** The path of the page that view `n` of a load is of. */
export const pageOfView = (n: number): string => PAGES[n % PAGES.length] ?? "/";

/**
 * The request of a page view in a session. It names no SKU, so that the store's public ranking of viewed products does
 * not change.
 */
export function encodeVisit(url: string, cookie: string, n: number): Buffer {
  return encodeRequest(url, "POST", "/api/visits", { headers: { Cookie: cookie }, body: { page: pageOfView(n) } });
}

/**
 * Views a page in each session by each server process, unmeasured: a process opens each cookie once and remembers it, and
 * a store in operation knows most of its visitors. As many connections as there are processes, made at once, are given
 * to one each.
 */
export async function viewPages(
  url: string,
  cookies: readonly string[],
  processes: number,
  signal: AbortSignal,
): Promise<void> {
  const visits = cookies.map((cookie, n) => encodeVisit(url, cookie, n));
  const view = () => exchange(url, visits, () => {}, { signal, connections: 1 });
  await Promise.all(Array.from({ length: processes }, view));
}

/** Ends sessions, as their shoppers do who sign out. What cannot be ended expires. */
export async function endSessions(url: string, cookies: readonly string[]): Promise<void> {
  const signOuts = cookies.map((cookie) =>
    encodeRequest(url, "POST", "/api/auth/logout", { headers: { Cookie: cookie } }),
  );
  await exchange(url, signOuts, () => {});
}
