import { type Agent, request } from "node:http";
import autocannon from "autocannon";
import type { Benchmark } from "./measure.ts";

/** Concurrent connections. Each sends its next request when it has the reply to the last one. */
export const CONNECTIONS = 32;

export interface Load {
  method?: "GET" | "POST";
  body?: string;
  /** cookies of the visitors, used in turn */
  cookies?: readonly string[];
}

interface RequestOptions extends Omit<Load, "cookies"> {
  agent: Agent;
  cookie?: string;
}

/**
 * Sends a request and reads the whole reply. Not with `fetch`, whose p99 is ten times that of this store.
 * @throws Error if the status is not 200
 */
export function sendRequest(url: string, { agent, method = "GET", body, cookie }: RequestOptions): Promise<void> {
  const headers = {
    accept: "*/*",
    "accept-encoding": "gzip",
    ...(cookie ? { cookie } : {}),
    ...(body ? { "content-type": "application/json", "content-length": Buffer.byteLength(body) } : {}),
  };
  return new Promise((resolve, reject) => {
    request(url, { agent, method, headers }, (res) => {
      if (res.statusCode !== 200) reject(new Error(`${url}: status ${res.statusCode}`));
      res.on("end", resolve).resume();
    })
      .on("error", reject)
      .end(body);
  });
}

/** Measures requests per second to a URL. @throws Error if a status is not 200: a failed request is not a fast one */
export function benchmarkRequests(
  title: string,
  url: string,
  { method = "GET", body, cookies = [] }: Load = {},
): Benchmark {
  const common = { method, ...(body ? { body, headers: { "content-type": "application/json" } } : {}) };
  const requests = cookies.map((cookie) => ({ ...common, headers: { ...common.headers, cookie } }));
  return {
    title,
    async measure(seconds) {
      const options = { url, connections: CONNECTIONS, duration: seconds, ...common };
      const result = await autocannon(requests.length > 0 ? { ...options, requests } : options);
      const failed = result.non2xx + result.errors + result.timeouts;
      if (failed > 0) throw new Error(`${title}: ${failed} of ${result.requests.total} requests failed`);
      return result.requests.average;
    },
  };
}

/** Creates guests. @returns their session cookies */
export async function makeGuests(url: string, count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const reply = await fetch(`${url}/api/visits`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ page: "/" }),
      });
      return reply.headers.get("set-cookie")?.split(";")[0] ?? "";
    }),
  );
}
