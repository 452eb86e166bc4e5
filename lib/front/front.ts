import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { describeOrigin, isCrossOrigin, nameOwnOrigin } from "#lib/front/http/cross-origin.ts";
import { describeRequest } from "#lib/front/http/describe-request.ts";
import { type ClientOptions, identifyClient } from "#lib/front/http/identify-client.ts";
import { interceptHead } from "#lib/front/http/intercept-head.ts";
import { normalizeTarget } from "#lib/front/http/normalize-target.ts";
import { receiveForm } from "#lib/front/http/receive-form.ts";
import { recordCommands } from "#lib/front/http/record-commands.ts";
import { REQUEST_ID_HEADER } from "#lib/front/http/request-id.ts";
import { dropBrokenRouterState } from "#lib/front/http/router-state.ts";
import { bareHeaders, securityHeaders } from "#lib/front/http/security-headers.ts";
import { logWhenAnswered, stampReply } from "#lib/front/http/stamp-reply.ts";
import { logError, logEvent } from "#lib/log.ts";
import { parseTrustedProxies } from "#lib/net/client-address.ts";
import { CurrentRequest, runRequest } from "#lib/process/current-request.ts";
import { leaving } from "#lib/process/leaving.ts";
import { recentTrouble } from "#lib/redis/client.ts";
import { drawingOf } from "#lib/sku/picture-path.ts";
import { ClientGoneError } from "#lib/web/request/api-request.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { Reply } from "#lib/web/routes/reply.ts";
import { answerApi } from "./answer-api.ts";
import { type ApiRoute, FILE_METHODS, isApiTarget, matchRoute, replyWithoutHandler } from "./api-routes.ts";
import { answerFromCache } from "./cache/document-cache.ts";
import {
  type Asked,
  asksForDocument,
  decideFailure,
  decideReply,
  namesFlight,
  noteForm,
  noteRequest,
} from "./decide-reply.ts";
import type { ErrorDocument } from "./error-documents.ts";
import { sendErrorPage } from "./error-page.ts";
import type { FindPage } from "./page-routes.ts";
import { answerPicture, isPicture } from "./pictures.ts";
import { answerStatic, type StaticFiles } from "./static-files.ts";

/** The methods of pages and files; the actions of forms are POST. Next.js would answer any other as it does GET. */
const PAGE_METHODS = ["GET", "HEAD", "POST"];

/** The largest form of a page, in bytes: Next.js takes no larger one, and would answer 500. */
const MAX_FORM_BYTES = 1024 * 1024;

/**
 * Whether an address is one of Next.js that nobody has a use for. Its image optimizer calls any path of the site by
 * itself, past the front, with the client's method and nobody's address; the page of last resort is answered with 200.
 * The error pages are sent by error-documents.ts.
 */
const isUnused = (target: string) => /^\/(_next\/image|_global-error|error-pages)([/?]|$)/.test(target);

/**
 * Whether a request names several hosts, or one that is none: a proxy and the store could take it for different ones
 * (RFC 9112, section 3.2).
 */
function hasBadHost({ headers, rawHeaders }: IncomingMessage): boolean {
  if (!/^[\w.:[\]-]*$/.test(headers.host ?? "")) return true;
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === "host") hosts++;
  }
  return hosts > 1;
}

/** A page that failed within this time of a failed command to Redis failed because of it, in milliseconds. */
const BLAME_MS = 3000;

const believeNobody = (): ClientOptions => ({
  trusted: parseTrustedProxies(""),
  secret: randomBytes(16).toString("hex"),
  alwaysHttps: false,
});

interface FrontOptions {
  /** How clients are identified; without it no proxy is believed. */
  client?: ClientOptions;
  /**
   * In development, Next.js answers the API, so that a change takes effect at once; and there is no content policy,
   * because Next.js needs `eval`, and no compression.
   */
  development?: boolean;
  /** The public origin of the store. */
  site?: string | undefined;
  /** Files that are answered without Next.js. */
  files?: StaticFiles;
  /** The pages for what is missing or forbidden. */
  documents?: readonly ErrorDocument[];
  /** The addresses of the API as they are now. */
  routes?: () => readonly ApiRoute[];
  /** Finds the patterns of the addresses of pages, for the log. */
  findPage?: FindPage;
}

/**
 * The request listener before Next.js. State changes from other sites are refused here, for route handlers and server
 * actions alike; the API, files, and for a moment documents, are answered without Next.js; and failures get a status
 * and a page that say what happened.
 */
export function makeFront(
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>,
  {
    client = believeNobody(),
    development = false,
    site,
    files = new Map(),
    documents = [],
    routes = () => [],
    findPage = () => undefined,
  }: FrontOptions = {},
) {
  /** Lets Next.js answer. */
  function forward(req: IncomingMessage, res: ServerResponse, asked: Asked, request: CurrentRequest): void {
    const { wanted } = request;
    interceptHead(res, (reply) => {
      const trouble = recentTrouble(BLAME_MS);
      if ((wanted.status ?? reply.status) === 429) logEvent("warn", "rate-limited", describeRequest(req));
      return development
        ? (decideFailure(asked, reply, trouble, wanted.actionCalled === true) ?? {})
        : decideReply(asked, reply, { wanted, trouble, documents });
    });
    handle(req, res).catch((error: unknown) => {
      logError("page-failed", error, describeRequest(req));
      if (!res.headersSent) res.writeHead(500);
      res.end();
    });
  }

  /** Notes the pattern of an address outside the API, which the log names in place of the address. */
  function notePage(request: CurrentRequest, path: string): void {
    request.isFile = files.has(path) || isPicture(path);
    const folder = ["/_next/static/", "/pictures/"].find((start) => path.startsWith(start));
    if (folder) request.route = `${folder}[file]`;
    else request.route = request.isFile ? path : (findPage(path) ?? request.route);
  }

  function answer(
    req: IncomingMessage,
    res: ServerResponse,
    request: CurrentRequest,
    { hasTarget, https, isApi }: { hasTarget: boolean; https: boolean; isApi: boolean },
  ): void {
    const bare = bareHeaders(https);
    // Node.js drops what follows a request for another protocol in the same packet. And a process that leaves has its
    // clients connect to one that stays.
    if (req.headers.upgrade !== undefined || leaving() !== null) res.shouldKeepAlive = false;
    const method = req.method ?? "GET";
    if (hasBadHost(req)) {
      logEvent("warn", "bad-host", describeRequest(req));
      void answerApi(req, res, problem(400, "The request names several hosts, or none that could exist"), bare);
      return;
    }
    if (isCrossOrigin(method, req.headers, site)) {
      logEvent("warn", "cross-site-refused", { ...describeRequest(req), ...describeOrigin(req) });
      void answerApi(req, res, problem(403, "This request comes from another site"), bare);
      return;
    }
    if (!hasTarget) {
      if (asksForDocument(req)) sendErrorPage(req, res, 400, https);
      else void answerApi(req, res, problem(400, "The address is invalid; % begins an escape of two digits"), bare);
      return;
    }
    if (isApi) {
      const match = matchRoute(routes(), method, req.url ?? "");
      if (match instanceof Reply || !development) {
        void answerApi(req, res, match, bare);
        return;
      }
    } else if (isUnused(req.url ?? "")) {
      void answerApi(req, res, problem(404, "There is nothing at this address"), bare);
      return;
    }
    const path = req.url?.split("?", 1)[0] ?? "";
    if (!isApi) notePage(request, path);
    const methods: readonly string[] = files.has(path) || isPicture(path) ? FILE_METHODS : PAGE_METHODS;
    if (!isApi && !methods.includes(method)) {
      void answerApi(req, res, replyWithoutHandler(method, methods), bare);
      return;
    }
    for (const [name, value] of Object.entries(isApi ? bare : securityHeaders(https))) res.setHeader(name, value);
    if (answerStatic(files, req, res)) return;
    // In development the files are those of Next.js.
    if (!(development && drawingOf(path) !== null) && answerPicture(req, res)) return;
    if (!development && asksForDocument(req) && !namesFlight(req.url ?? "") && answerFromCache(req, res)) return;
    dropBrokenRouterState(req);
    if (isApi || method !== "POST") {
      forward(req, res, noteRequest(req, https, !development), request);
      return;
    }
    nameOwnOrigin(req, https);
    receiveForm(req, MAX_FORM_BYTES)
      .then(async (form) => {
        if (!form && asksForDocument(req)) sendErrorPage(req, res, 413, https);
        else if (!form) await answerApi(req, res, problem(413, "A form may have at most 1 MB"), bare);
        else forward(form.req, res, await noteForm(form, https, !development), request);
      })
      .catch((error: unknown) => {
        if (!(error instanceof ClientGoneError)) logError("page-failed", error, describeRequest(req));
        res.destroy();
      });
  }

  return (req: IncomingMessage, res: ServerResponse): void => {
    const hasTarget = normalizeTarget(req);
    const https = identifyClient(req, client);
    const request = new CurrentRequest(String(req.headers[REQUEST_ID_HEADER]));
    const isApi = isApiTarget(req.url ?? "");
    logWhenAnswered(req, res, request);
    recordCommands(req, res, request, https);
    // Replies of the API are stamped by answerApi: a head that is sent as one object costs less.
    if (!isApi || development) stampReply(req, res, request);
    runRequest(request, () => answer(req, res, request, { hasTarget, https, isApi }));
  };
}
