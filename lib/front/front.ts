import type { IncomingMessage, ServerResponse } from "node:http";
import {
  CLIENT_ADDRESS_HEADER,
  findClientAddress,
  parseTrustedProxies,
  type TrustedProxies,
} from "#lib/client-address.ts";
import { wasRedisAway } from "#lib/redis/client.ts";
import { type ReplyStatus, withReplyStatus } from "#lib/web/forms/reply-status.ts";
import { makeProblem, type Problem } from "#lib/web/routes/problem.ts";
import { type ApiRoute, matchRoute } from "./api-routes.ts";
import { isCrossOrigin } from "./cross-origin.ts";
import { asksForDocument, guardReply } from "./document.ts";
import { answerKept } from "./document-cache.ts";
import { makeErrorPage } from "./error-page.ts";
import { BARE_POLICY, setSecurityHeaders } from "./security-headers.ts";
import { answerStatic, type StaticFiles } from "./static-files.ts";

/** A page that failed within this time of a command to Redis failed because of it, in milliseconds. */
const BLAME_MS = 3000;

/** A proxy says so; a client that says so itself gets a cookie that only https sends back. */
function isSecure(req: IncomingMessage): boolean {
  return (
    String(req.headers["x-forwarded-proto"] ?? "")
      .split(",")[0]
      ?.trim() === "https"
  );
}

function refuse(res: ServerResponse, problem: Problem, headers: Record<string, string> = {}): void {
  const fixed = { "content-type": "application/problem+json", "cache-control": "no-store" };
  res.writeHead(problem.status, { ...headers, ...fixed });
  res.end(JSON.stringify(problem));
}

/**
 * Next.js answers 500 with an empty document when a page can't be rendered, and fills it by script. Here it becomes
 * 503 when Redis was the reason, and a document that can be read without script.
 */
function watchFailure(req: IncomingMessage, res: ServerResponse): void {
  // What the router of Next.js asks for by script it also reads by script.
  const byScript = req.headers.rsc !== undefined || req.headers["next-action"] !== undefined;
  const isDocument = !byScript && /text\/html|\*\/\*/.test(req.headers.accept ?? "*/*");
  const { writeHead, write, end } = res;
  let replaced = false;
  res.writeHead = ((status: number, ...rest: unknown[]) => {
    const away = status === 500 && wasRedisAway(BLAME_MS);
    if (away) res.setHeader("retry-after", "1");
    const shown = away ? 503 : status;
    if (status !== 500 || !isDocument) return Reflect.apply(writeHead, res, [shown, ...rest]);
    replaced = true;
    for (const name of res.getHeaderNames()) if (name !== "retry-after") res.removeHeader(name);
    setSecurityHeaders(res, isSecure(req));
    res.setHeader("content-security-policy", BARE_POLICY);
    const page = Buffer.from(makeErrorPage(away ? 503 : 500));
    Reflect.apply(writeHead, res, [
      shown,
      { "content-type": "text/html; charset=utf-8", "content-length": page.length, "cache-control": "no-store" },
    ]);
    Reflect.apply(end, res, [req.method === "HEAD" ? undefined : page]);
    return res;
  }) as typeof res.writeHead;
  // Whatever comes first sends the head, and the head may turn out to be an apology, after which nothing may follow.
  const sendHead = () => {
    if (!res.headersSent && res.statusCode === 500) res.writeHead(500);
  };
  res.write = ((...args: unknown[]) => {
    sendHead();
    return replaced || Reflect.apply(write, res, args);
  }) as typeof res.write;
  res.end = ((...args: unknown[]) => {
    sendHead();
    return replaced ? res : Reflect.apply(end, res, args);
  }) as typeof res.end;
}

interface FrontOptions {
  /** Proxies whose X-Forwarded-For is believed; none if not given. */
  trusted?: TrustedProxies;
  /** False in development, where Next.js needs `eval`. */
  policed?: boolean;
  /** Files that need nobody behind the front. */
  files?: StaticFiles;
  /** The addresses of the API; without them, whatever is asked for is passed on. */
  routes?: readonly ApiRoute[];
}

/**
 * What stands before Next.js for every request: state changes from other sites are refused here, for route handlers
 * and server actions alike, and failures get a status and a page that say what happened. Files, and for a moment
 * documents, are answered without Next.js.
 */
export function makeFront(
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>,
  { trusted = parseTrustedProxies(""), policed = true, files = new Map(), routes }: FrontOptions = {},
) {
  return (req: IncomingMessage, res: ServerResponse): void => {
    const forwardedFor = req.headers["x-forwarded-for"];
    req.headers[CLIENT_ADDRESS_HEADER] = findClientAddress(
      req.socket.remoteAddress,
      Array.isArray(forwardedFor) ? forwardedFor.join(",") : forwardedFor,
      trusted,
    );
    setSecurityHeaders(res, isSecure(req));
    if (isCrossOrigin(req.method ?? "GET", req.headers)) {
      refuse(res, makeProblem(403, "This request comes from another site"));
      return;
    }
    const wrong = routes && matchRoute(routes, req.method ?? "GET", req.url ?? "/");
    if (wrong) {
      refuse(res, wrong.problem, wrong.allow ? { allow: wrong.allow } : {});
      return;
    }
    if (answerStatic(files, req, res)) return;
    if (policed && asksForDocument(req) && answerKept(req, res)) return;
    if (!req.url?.startsWith("/api/")) watchFailure(req, res);
    const reply: ReplyStatus = {};
    if (policed) guardReply(req, res, reply);
    withReplyStatus(reply, () => handle(req, res)).catch((error: unknown) => {
      console.error(error);
      if (!res.headersSent) res.writeHead(500);
      res.end();
    });
  };
}
