import { type Agent, request } from "node:http";
import autocannon from "autocannon";
import type { Contender } from "./measure.ts";

/** Connections that ask at once, each for the next reply when it has the last. */
export const CONNECTIONS = 32;

interface Load {
  method?: "GET" | "POST";
  body?: string;
  /** cookies of the visitors, who take turns */
  cookies?: readonly string[];
}

interface Ask extends Omit<Load, "cookies"> {
  agent: Agent;
  cookie?: string;
}

/**
 * One request, to the last byte of its reply. Not by `fetch`, which at its p99 takes ten times as long as this shop.
 * @throws Error when the reply is not 200
 */
export function ask(url: string, { agent, method = "GET", body, cookie }: Ask): Promise<void> {
  const headers = {
    accept: "*/*",
    "accept-encoding": "gzip",
    ...(cookie ? { cookie } : {}),
    ...(body ? { "content-type": "application/json", "content-length": Buffer.byteLength(body) } : {}),
  };
  return new Promise((resolve, reject) => {
    request(url, { agent, method, headers }, (res) => {
      if (res.statusCode !== 200) reject(new Error(`${url} was answered ${res.statusCode}`));
      res.on("end", resolve).resume();
    })
      .on("error", reject)
      .end(body);
  });
}

/** Requests per second to an address. @throws Error when a reply was not 200: what fails is not fast */
export function askRepeatedly(
  title: string,
  url: string,
  { method = "GET", body, cookies = [] }: Load = {},
): Contender {
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

/** The session cookies of new guests. */
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
