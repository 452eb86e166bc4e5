import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Contender } from "#bench/support/measure.ts";

/** Sessions as a handler of node:http, apart from the network, so that only what the sessions cost is measured. */
export interface SessionHandler {
  title: string;
  /** of sessions that live */
  cookies: readonly string[];
  handle(req: IncomingMessage, res: ServerResponse): void;
}

export const SESSIONS = 2000;
export const PAGE = "/products/sku123";
export const SKU = "sku123";
const IN_FLIGHT = 50;

/** Lets a handler answer a request. @returns the cookie that it sets @throws Error when the status is not 200 */
export function call(handle: SessionHandler["handle"], cookie: string): Promise<string> {
  const req = new IncomingMessage(new Socket());
  req.url = "/";
  req.method = "GET";
  if (cookie) req.headers.cookie = cookie;
  const res = new ServerResponse(req);
  return new Promise((resolve, reject) => {
    res.end = (() => {
      // As at a real end, the head is written now.
      if (!res.headersSent) res.writeHead(res.statusCode);
      if (res.statusCode !== 200) reject(new Error(`Status ${res.statusCode}`));
      resolve(String(res.getHeader("set-cookie") ?? "").split(";")[0] ?? "");
      return res;
    }) as typeof res.end;
    handle(req, res);
  });
}

/** Requests a second, 50 at a time, the visitors taking turns. */
export function serveRepeatedly({ title, cookies, handle }: SessionHandler): Contender {
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
