import type { IncomingMessage, ServerResponse } from "node:http";
import {
  CLIENT_ADDRESS_HEADER,
  findClientAddress,
  parseTrustedProxies,
  type TrustedProxies,
} from "#lib/client-address.ts";
import { wasRedisAway } from "#lib/redis/client.ts";
import { type ReplyStatus, withReplyStatus } from "#lib/web/forms/reply-status.ts";
import { isForwardedHttps } from "#lib/web/request/forwarded.ts";
import { makeProblem, type Problem } from "#lib/web/routes/problem.ts";
import { type ApiRoute, matchRoute } from "./api-routes.ts";
import { isCrossOrigin } from "./cross-origin.ts";
import { asksForDocument, decideFailure, decideReply, noteRequest } from "./decide-reply.ts";
import { answerFromCache } from "./document-cache.ts";
import { interceptHead } from "./intercept-head.ts";
import { securityHeaders } from "./security-headers.ts";
import { answerStatic, type StaticFiles } from "./static-files.ts";

/** A page that failed within this time of a failed command to Redis failed because of it, in milliseconds. */
const BLAME_MS = 3000;

function refuse(res: ServerResponse, problem: Problem, headers: Record<string, string> = {}): void {
  const fixed = { "content-type": "application/problem+json", "cache-control": "no-store" };
  res.writeHead(problem.status, { ...headers, ...fixed });
  res.end(JSON.stringify(problem));
}

interface FrontOptions {
  /** Proxies whose X-Forwarded-For is believed; none if not given. */
  trusted?: TrustedProxies;
  /** False in development, where Next.js needs `eval`: no content policy, no compression. */
  policed?: boolean;
  /** Files that are answered without Next.js. */
  files?: StaticFiles;
  /** The addresses of the API; without them, whatever is asked for is passed on. */
  routes?: readonly ApiRoute[];
}

/**
 * The request listener before Next.js. State changes from other sites are refused here, for route handlers and server
 * actions alike; files, and for a moment documents, are answered without Next.js; and failures get a status and a page
 * that say what happened.
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
    const https = isForwardedHttps(req.headers["x-forwarded-proto"]);
    for (const [name, value] of Object.entries(securityHeaders(https))) res.setHeader(name, value);
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
    if (policed && asksForDocument(req) && answerFromCache(req, res)) return;
    const asked = noteRequest(req, https, policed);
    const wanted: ReplyStatus = {};
    interceptHead(res, (reply) => {
      const redisAway = wasRedisAway(BLAME_MS);
      return policed
        ? decideReply(asked, reply, { wanted, redisAway })
        : (decideFailure(asked, reply, redisAway) ?? {});
    });
    withReplyStatus(wanted, () => handle(req, res)).catch((error: unknown) => {
      console.error(error);
      if (!res.headersSent) res.writeHead(500);
      res.end();
    });
  };
}
