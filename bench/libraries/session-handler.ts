import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Benchmark } from "#bench/support/measure.ts";

/** Sessions as a handler of node:http, without the network, so that only the cost of the sessions is measured. */
export interface SessionHandler {
  title: string;
  /** of existing sessions */
  cookies: readonly string[];
  handle(req: IncomingMessage, res: ServerResponse): void;
}

export const SESSIONS = 2000;
export const PAGE = "/products/sku123";
export const SKU = "sku123";
const IN_FLIGHT = 50;

/** Calls a handler with a request. @returns the cookie that it sets @throws Error if the status is not 200 */
export function call(handle: SessionHandler["handle"], cookie: string): Promise<string> {
  const req = new IncomingMessage(new Socket());
  req.url = "/";
  req.method = "GET";
  if (cookie) req.headers.cookie = cookie;
  const res = new ServerResponse(req);
  return new Promise((resolve, reject) => {
    res.end = (() => {
      // As in a real response, the headers are written now.
      if (!res.headersSent) res.writeHead(res.statusCode);
      if (res.statusCode !== 200) reject(new Error(`Status ${res.statusCode}`));
      resolve(String(res.getHeader("set-cookie") ?? "").split(";")[0] ?? "");
      return res;
    }) as typeof res.end;
    handle(req, res);
  });
}

/** Measures requests per second, 50 at a time, with the cookies in turn. */
export function benchmarkHandler({ title, cookies, handle }: SessionHandler): Benchmark {
  return {
    title,
    async measure(seconds) {
      const started = performance.now();
      const until = started + seconds * 1000;
      let served = 0;
      const client = async () => {
        while (performance.now() < until) await call(handle, cookies[served++ % cookies.length] ?? "");
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, client));
      return (served * 1000) / (performance.now() - started);
    },
  };
}
