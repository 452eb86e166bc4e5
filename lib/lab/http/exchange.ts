import { HttpPool } from "./http-pool.ts";
import type { HttpReply } from "./parse-reply.ts";

/** Connections for work that is not measured. */
const CONNECTIONS = 32;

/** The bytes of a request for JSON. @param headers besides those that every request has */
export function encodeRequest(
  url: string,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: object } = {},
): Buffer {
  const text = body ? JSON.stringify(body) : "";
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${new URL(url).host}`,
    "User-Agent: Laboratory",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body ? ["Content-Type: application/json"] : []),
    ...(method === "GET" ? [] : [`Content-Length: ${Buffer.byteLength(text)}`]),
  ];
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${text}`);
}

/**
 * Sends requests, some at a time, and waits for the replies.
 * @param onReply is called with the number of the request and its reply, or null if there was none; the body is valid
 *   only during the call. If it throws, that is the error of the exchange
 * @param options `signal`: when it aborts, no further requests are sent, and the replies to those under way are awaited;
 *   `connections`: at most so many requests are under way
 * @throws Error if the server cannot be reached
 */
export async function exchange(
  url: string,
  requests: readonly Buffer[],
  onReply: (n: number, reply: HttpReply | null) => void,
  { signal, connections = CONNECTIONS }: { signal?: AbortSignal; connections?: number } = {},
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let [sent, answered] = [0, 0];
  const pump = () => {
    const stopped = signal?.aborted ?? false;
    while (!stopped && pool.idle > 0 && sent < requests.length) pool.send(requests[sent] ?? Buffer.alloc(0), sent++);
    if (answered === requests.length || (stopped && answered === sent)) resolve();
  };
  const pool = new HttpPool(url, Math.min(connections, Math.max(1, requests.length)), {
    onReply(n, reply) {
      answered++;
      try {
        onReply(n, reply);
      } catch (error) {
        reject(error);
      }
      pump();
    },
    onIdle: pump,
    onGone: reject,
  });
  try {
    await pool.open();
    pump();
    await promise;
  } finally {
    pool.close();
  }
}
