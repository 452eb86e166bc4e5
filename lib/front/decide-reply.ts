import { randomBytes } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { chooseEncoding, isWorthCompressing, weakEtag } from "#lib/front/http/compression.ts";
import type { PendingReply, ReplyDecision } from "#lib/front/http/intercept-head.ts";
import type { ReceivedForm } from "#lib/front/http/receive-form.ts";
import { BARE_POLICY, bareHeaders, contentPolicy, policyHeaders } from "#lib/front/http/security-headers.ts";
import { readTyped, type TypedField } from "#lib/front/http/typed-fields.ts";
import type { WantedStatus } from "#lib/process/current-request.ts";
import { explainTrouble, type Trouble } from "#lib/redis/trouble.ts";
import { FILE_METHODS, replyWithoutHandler } from "./api-routes.ts";
import {
  cacheDocument,
  countDrops,
  encodeDocument,
  findLatestDocument,
  forgetDocument,
  prepareDocument,
} from "./cache/document-cache.ts";
import { decideErrorDocument, type ErrorDocument } from "./error-documents.ts";
import { errorPageHeaders, makeErrorPage } from "./error-page.ts";

/** How the replies of Next.js are sent: status, error page, content policy and compression. */

/** Whether a request may be answered with a document: not what the router of Next.js asks for by script, nor a file. */
export function asksForDocument(req: IncomingMessage): boolean {
  const byScript = req.headers.rsc !== undefined || req.headers["next-action"] !== undefined;
  const isFile = /^\/(_next|api|pictures)\//.test(req.url ?? "");
  return !byScript && !isFile && /text\/html|\*\/\*/.test(req.headers.accept ?? "*/*");
}

/** What is known of a request when it comes in. */
export interface Asked {
  readonly req: IncomingMessage;
  /** path and query as they came in: Next.js changes those of the request */
  readonly target: string;
  readonly https: boolean;
  readonly isDocument: boolean;
  /** allows the inline scripts of a document that is rendered for this request */
  readonly nonce: string;
  /** how often documents had been dropped by then */
  readonly drops: number;
  /** what was typed into the form that a browser sends without script */
  readonly typed: readonly TypedField[];
  /** whether it calls a server action */
  readonly callsAction: boolean;
}

/**
 * Notes what the reply will depend on. A nonce for the scripts goes to Next.js in the header where it looks for one;
 * what a client sends under that name is dropped.
 */
export function noteRequest(req: IncomingMessage, https: boolean, policed: boolean): Asked {
  // For every request: what is sent decides about the policy, not what was asked for, and nobody knows that yet.
  const nonce = `'nonce-${randomBytes(16).toString("base64")}'`;
  delete req.headers["content-security-policy"];
  if (policed) req.headers["content-security-policy"] = `script-src ${nonce}`;
  return {
    req,
    target: req.url ?? "/",
    https,
    isDocument: asksForDocument(req),
    nonce,
    drops: countDrops(),
    typed: [],
    callsAction: false,
  };
}

/** The same for a form. */
export async function noteForm({ req, body }: ReceivedForm, https: boolean, policed: boolean): Promise<Asked> {
  const callsAction = req.headers["next-action"] !== undefined || body.includes("$ACTION_");
  const asked = { ...noteRequest(req, https, policed), callsAction };
  if (!asked.isDocument) return asked;
  return { ...asked, typed: await readTyped(body, req.headers["content-type"] ?? "") };
}

/** Whether an address names the reply that the router of Next.js reads by script. */
export const namesFlight = (target: string) => /[?&]_rsc(=|&|$)/.test(target);

const ACTION_NOT_FOUND = "x-nextjs-action-not-found";

/** A page in place of the reply. */
function replaceByPage({ req, https }: Asked, status: number, html: string, more: Record<string, string> = {}) {
  const page = Buffer.from(html);
  const headers = { ...errorPageHeaders(page, https), ...more };
  return { status, replace: { headers, body: req.method === "HEAD" ? undefined : page } };
}

/** The reply to a method that a file does not have: for some files Next.js fails over it, or does not say which. */
function refuseMethod({ req, https }: Asked): ReplyDecision {
  const { status, headers, body } = replyWithoutHandler(req.method ?? "", FILE_METHODS);
  const text = Buffer.from(typeof body === "string" ? body : "");
  return {
    status,
    replace: { headers: { ...bareHeaders(https), ...headers, "content-length": text.length }, body: text },
  };
}

/**
 * Next.js answers 500 with an empty document when a page can't be rendered, and fills it by script. This makes it 503
 * when Redis was the reason, and a page that can be read without script; or the last document of this path, if it is the
 * same for everyone. What the router asks for by script it also reads by script; the API has its own problem documents. A form of an earlier build, which Next.js does not know any
 * more, gets a page that says so; a client that sent it by script is told by a header. It also answers 500 when what was
 * sent to an action can't be read: then the action is not called, and it is 400.
 * @param trouble why a command failed a moment ago, if that was due to Redis
 * @param actionCalled whether a server action was called for this request
 */
export function decideFailure(
  asked: Asked,
  { status, headers }: PendingReply,
  trouble: Trouble | null,
  actionCalled: boolean,
): ReplyDecision | null {
  const { req, isDocument, typed } = asked;
  if (req.url?.startsWith("/api/")) return null;
  if (status === 405 || headers.allow !== undefined) return refuseMethod(asked);
  const unreadable = { unreadable: true };
  // The id of an action of this framework, or not even that.
  if (headers[ACTION_NOT_FOUND] !== undefined && isDocument && status === 400)
    return replaceByPage(asked, 400, makeErrorPage(400, unreadable));
  if (headers[ACTION_NOT_FOUND] !== undefined && isDocument)
    return replaceByPage(asked, status, makeErrorPage(409, { old: { address: asked.target, typed } }));
  if (status !== 500) return null;
  if (asked.callsAction && !actionCalled && !trouble)
    return isDocument ? replaceByPage(asked, 400, makeErrorPage(400, unreadable)) : { status: 400 };
  const shown = trouble ? 503 : 500;
  const retry: Record<string, string> = trouble ? { "retry-after": String(explainTrouble(trouble).retryAfter) } : {};
  if (!isDocument) return trouble ? { status: shown, headers: retry } : null;
  const latest = trouble && findLatestDocument(req, asked.https);
  if (latest) return { status: 200, replace: latest };
  return replaceByPage(asked, shown, makeErrorPage(shown, { trouble }), retry);
}

/** The status that the action of a form wants; Next.js answers 200 to every form. */
export function decideStatus({ isDocument }: Asked, { status }: PendingReply, wanted: WantedStatus): ReplyDecision {
  if (!isDocument || status !== 200 || !wanted.status) return {};
  return { status: wanted.status, headers: wanted.retryAfter ? { "retry-after": String(wanted.retryAfter) } : {} };
}

/**
 * Documents get a Content-Security-Policy without `unsafe-inline` for scripts. Next.js fills documents by inline
 * scripts. Where it renders for one request it marks them with that request's nonce; in a prerendered document, which
 * is the same for everyone, a nonce would be no secret, so there each script is allowed by its hash. To hash what it
 * sends, the front compresses in place of Next.js, and a prerendered document once, not for each request.
 */
export function decideDocument(asked: Asked, reply: PendingReply): ReplyDecision {
  const { etag } = reply.headers;
  const isPrerendered = reply.headers["x-nextjs-prerender"] !== undefined;
  if (typeof reply.first !== "string" || typeof etag !== "string" || !isPrerendered) {
    const encoding = asked.req.method === "HEAD" ? null : chooseEncoding(asked.req);
    return { headers: policyHeaders(contentPolicy(asked.nonce)), encoding, html: true };
  }
  const document = prepareDocument(etag, reply.first);
  if (reply.status === 200 && asked.isDocument) cacheDocument(asked.req, document, reply.headers, asked.drops);
  const { body, headers } = encodeDocument(asked.req, document);
  return { first: body, headers, encoding: null };
}

/** What is no document, such as a redirect or what the router of Next.js asks for: compressed if that is worth it. */
function decideOther({ req }: Asked, reply: PendingReply): ReplyDecision {
  const headers = { "content-security-policy": BARE_POLICY };
  if (!isWorthCompressing(reply)) return { headers };
  return { headers, encoding: req.method === "HEAD" ? null : chooseEncoding(req) };
}

/**
 * What is sent to the router of Next.js has an address of its own (`?_rsc`), because there are caches that ignore Vary:
 * they would show it as the page, or the page as it. Under the wrong address it is not to be stored.
 */
function keepOutOfCaches({ req, target }: Asked, { status, headers }: PendingReply): OutgoingHttpHeaders {
  const isFlight = String(headers["content-type"]).startsWith("text/x-component");
  const isRefused = req.headers.rsc !== undefined && status >= 300;
  return isFlight !== namesFlight(target) || isRefused ? { "cache-control": "no-store" } : {};
}

/** Everything that a reply to a request is sent with. */
export function decideReply(
  asked: Asked,
  reply: PendingReply,
  {
    wanted,
    trouble,
    documents,
  }: { wanted: WantedStatus; trouble: Trouble | null; documents: readonly ErrorDocument[] },
): ReplyDecision {
  if (reply.status === 404) forgetDocument(asked.req);
  const failure =
    decideFailure(asked, reply, trouble, wanted.actionCalled === true) ?? decideErrorDocument(asked, reply, documents);
  if (failure?.replace) return failure;
  const { etag } = reply.headers;
  const weak = typeof etag === "string" ? { etag: weakEtag(etag) } : {};
  // A browser puts the headers of a 304 in place of those it has: there the policy stays that of the document.
  if (reply.status === 304) return { headers: weak, encoding: null };
  const status = failure ?? decideStatus(asked, reply, wanted);
  const decided = { ...reply, status: status.status ?? reply.status };
  const isHtml = String(reply.headers["content-type"]).startsWith("text/html");
  const rest = isHtml ? decideDocument(asked, decided) : decideOther(asked, decided);
  const headers = { ...status.headers, ...weak, ...rest.headers, ...keepOutOfCaches(asked, decided) };
  return { ...status, ...rest, headers };
}
