/** Sends JSON requests to a store as one visitor and keeps its cookies. The result is undefined if the reply has no JSON. */
export type Caller = (method: string, path: string, body?: object) => Promise<unknown>;

/** The timeout of a request, in milliseconds. */
const TIMEOUT_MS = 30_000;

async function send(method: string, url: URL, headers: Record<string, string>, body?: object): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: { ...headers, ...(body ? { "content-type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      // Only a server on this machine may be called, and it must not redirect us to another one.
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error ? cause.message || String("code" in cause ? cause.code : cause.name) : cause;
    throw new Error(`No store answers at ${url.origin}: ${why}`);
  }
}

/**
 * A visitor of the store at an address. A call throws if the store cannot be reached or refuses the request.
 * @param cookies by name; updated with those that the store sets
 */
export function makeCaller(url: string, cookies = new Map<string, string>()): Caller {
  return async (method, path, body) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await send(method, new URL(path, url), cookie ? { cookie } : {}, body);
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    const text = await response.text();
    if (!response.ok) throw new Error(`The store refused a request: ${method} ${path} returned ${response.status}`);
    if (!response.headers.get("content-type")?.includes("json")) return undefined;
    return JSON.parse(text);
  };
}
