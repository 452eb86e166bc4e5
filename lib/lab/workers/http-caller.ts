/** Asks a shop for JSON as one visitor, whose cookies are kept. The reply is undefined where there is no content. */
export type Caller = (method: string, path: string, body?: object) => Promise<unknown>;

/** No reply is waited for longer, in milliseconds. */
const PATIENCE_MS = 30_000;

async function ask(method: string, url: URL, headers: Record<string, string>, body?: object): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: { ...headers, ...(body ? { "content-type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      // Only a server on this machine may be asked, and it must not send us elsewhere.
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error ? cause.message || String("code" in cause ? cause.code : cause.name) : cause;
    throw new Error(`No shop answers at ${url.origin}: ${why}`);
  }
}

/**
 * A visitor of the shop at an address. A call throws when the shop can't be reached, or refuses.
 * @param cookies by name; they follow what the shop sets
 */
export function makeCaller(url: string, cookies = new Map<string, string>()): Caller {
  return async (method, path, body) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await ask(method, new URL(path, url), cookie ? { cookie } : {}, body);
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    const text = await response.text();
    if (!response.ok) throw new Error(`The shop refused a step: ${method} ${path} was answered ${response.status}`);
    if (!response.headers.get("content-type")?.includes("json")) return undefined;
    return JSON.parse(text);
  };
}
