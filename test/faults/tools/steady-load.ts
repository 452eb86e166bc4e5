import { Agent, request } from "node:http";

/** What became of the requests of a steady load. */
export interface LoadResult {
  /** how many got which answer: a status, or `none` where the connection broke or no answer came */
  replies: Record<string, number>;
  slowestMs: number;
}

/** A request that is not answered by then has failed, in milliseconds: a hanging connection, not a busy machine. */
const GIVE_UP_MS = 60_000;
const TICK_MS = 20;

/** What is asked in turn: a page from the cache, a page that is rendered, and the API reading and writing. */
const REQUESTS = [
  { method: "POST", path: "/api/visits", body: JSON.stringify({ page: "/" }) },
  { method: "GET", path: "/api/cart" },
  { method: "POST", path: "/api/cart/items", body: JSON.stringify({ sku: "sku123", quantity: 1 }) },
  { method: "GET", path: "/products/sku123" },
  { method: "GET", path: "/api/health/ready" },
];

/**
 * Sends requests at a steady rate on connections that are kept alive, until it is stopped. It repeats none.
 * @param connections at most; a request for which none is free waits
 */
export function startSteadyLoad(origin: string, { perSecond = 200, connections = 20 } = {}) {
  // In turn: none is idle for long.
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: "fifo" });
  const result: LoadResult = { replies: {}, slowestMs: 0 };
  const running = new Set<Promise<void>>();

  function send(index: number): Promise<void> {
    const { method, path, body } = REQUESTS[index % REQUESTS.length] ?? REQUESTS[0] ?? { method: "", path: "" };
    const startedAt = performance.now();
    return new Promise((resolve) => {
      const end = (answer: string) => {
        result.replies[answer] = (result.replies[answer] ?? 0) + 1;
        result.slowestMs = Math.max(result.slowestMs, performance.now() - startedAt);
        resolve();
      };
      const headers = body ? { "content-type": "application/json", "content-length": String(body.length) } : {};
      const asked = request(`${origin}${path}`, { method, agent, headers, timeout: GIVE_UP_MS });
      asked.on("response", (reply) => {
        reply.resume();
        reply.on("end", () => end(String(reply.statusCode)));
        reply.on("error", () => end("none"));
      });
      asked.on("timeout", () => asked.destroy(new Error("no answer")));
      asked.on("error", () => end("none"));
      asked.end(body);
    });
  }

  let sent = 0;
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1000) * perSecond;
    for (; sent < due; sent++) {
      const one = send(sent).then(() => void running.delete(one));
      running.add(one);
    }
  }, TICK_MS);

  return {
    /** Waits for the replies that are due. */
    async stop(): Promise<LoadResult> {
      clearInterval(timer);
      await Promise.all(running);
      agent.destroy();
      return result;
    },
  };
}
