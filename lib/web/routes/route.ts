import { isUtf8 } from "node:buffer";
import type { z } from "zod";
import { logError, loggedPath } from "#lib/log.ts";
import type { Owner } from "#lib/owner.ts";
import { explainTrouble, isReadOnlyTrouble } from "#lib/redis/trouble.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { cachedOwner } from "#lib/session/owner-cache.ts";
import { fieldErrors } from "#lib/validation.ts";
import { type AdmissionRefusal, admit, type VisitorKind, type Visitors } from "#lib/web/request/admit.ts";
import { type ApiRequest, apiRequestOf, ClientGoneError, MAX_BODY_BYTES } from "#lib/web/request/api-request.ts";
import { explainRefusal } from "#lib/web/request/explain-refusal.ts";
import { groupByName } from "#lib/web/request/group-by-name.ts";
import { contextOfRequest, type RequestContext } from "#lib/web/request/request-context.ts";
import { readSid } from "#lib/web/request/session-cookie.ts";
import { invalid, problem } from "./problem.ts";
import { json, Reply, responseOf } from "./reply.ts";

/** What a route handler asks for. */
export interface RouteOptions<
  V extends VisitorKind = VisitorKind,
  B extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  P extends z.ZodType = z.ZodType,
  A = unknown,
> {
  visitor: V;
  /** JSON body; 400 malformed, 413 too large, 422 invalid */
  body?: B;
  /** the most bytes of a body that is not JSON; 413 when it has more */
  bytes?: number;
  /** the reply to such a body, in place of 413 */
  onTooLarge?(context: RequestContext): Reply;
  /** query parameters, one that was given several times as an array; 422 invalid */
  query?: Q;
  /** path parameters; 404 invalid */
  params?: P;
  /**
   * Reads that travel with the check of the session, so that they cost no round trip of their own: they begin for its
   * presumed owner. What they return says whose it is; nothing of it may be shown to anybody else.
   */
  ahead?(presumed: Owner, input: { body: z.output<B>; query: z.output<Q>; params: z.output<P> }): Promise<A>;
  /** the reply is the same for everyone: caches may store it but have to revalidate it each time */
  shared?: boolean;
}

interface RouteInput<V extends VisitorKind, B, Q, P, A> {
  request: ApiRequest;
  context: RequestContext;
  visitor: Visitors[V];
  body: B;
  /** what was sent, for a route that takes bytes */
  bytes: Buffer;
  query: Q;
  params: P;
  /** what was read ahead; undefined without a session in the cookie */
  ahead: A | undefined;
}

/** A route handler of Next.js that needs nothing of it. */
export interface RouteHandler {
  (request: Request, context: { params: Promise<Record<string, unknown>> }): Promise<Response>;
  /** The same without `Request` and `Response`, which take longer to make than most replies. Never rejects. */
  answer(request: ApiRequest, params: Record<string, unknown>): Promise<Reply>;
  /** to be read by tests and documents */
  readonly options: RouteOptions;
}

/** The reply to a visitor who is not admitted. */
export function refusal(why: AdmissionRefusal): Reply {
  const { status, message, retryAfter } = explainRefusal(why);
  return problem(status, message, { retryAfter });
}

/** Query parameters by name; one that was given several times is an array, as in the pages of Next.js. */
function readQuery(target: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  const start = target.indexOf("?");
  if (start < 0) return query;
  const groups = groupByName(new URLSearchParams(target.slice(start)), Number.POSITIVE_INFINITY);
  for (const [name, [first = "", ...more]] of groups ?? []) query[name] = more.length > 0 ? [first, ...more] : first;
  return query;
}

/** The reply to an error that no caller handled. @param path that was asked for */
function problemOf(error: unknown, path: string): Reply {
  if (error instanceof RedisUnavailableError) {
    const { title, message, retryAfter } = explainTrouble(error.trouble);
    const members = { title, ...(isReadOnlyTrouble(error.trouble) && { reason: error.trouble }) };
    return problem(503, message, { retryAfter, members });
  }
  // Nobody reads this reply.
  if (error instanceof ClientGoneError) return problem(400, "The request is incomplete");
  logError("request-failed", error, { path: loggedPath(path) });
  return problem(500, "An unexpected error occurred; it has been logged");
}

type Json = { ok: true; value: unknown } | { ok: false; status: 400 | 413; detail: string };

async function readJson(request: ApiRequest): Promise<Json> {
  const bytes = await request.readBody(MAX_BODY_BYTES);
  if (!bytes) return { ok: false, status: 413, detail: `The body may have at most ${MAX_BODY_BYTES} bytes` };
  if (bytes.length === 0) return { ok: false, status: 400, detail: "A JSON body is required" };
  try {
    if (!isUtf8(bytes)) throw new Error("not UTF-8");
    const text = bytes.toString();
    return { ok: true, value: JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text) };
  } catch {
    return { ok: false, status: 400, detail: "The body is not valid JSON in UTF-8" };
  }
}

const NO_BYTES = Buffer.alloc(0);
const ABSENT = { success: true, data: undefined } as const;

/**
 * Wraps a route handler, so that none forgets who asks, what is asked, or how errors are reported (docs/http-api.md).
 * The handler returns a value for 200 as JSON, or a Reply. Requests from other sites never get here: the front
 * refuses them.
 */
export function route<
  V extends VisitorKind,
  B extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  P extends z.ZodType = z.ZodUndefined,
  A = never,
>(
  options: RouteOptions<V, B, Q, P, A>,
  handle: (input: RouteInput<V, z.output<B>, z.output<Q>, z.output<P>, A>) => Promise<unknown>,
): RouteHandler {
  const { body: bodySchema, query: querySchema, params: paramsSchema } = options;
  // A guest's session is created for a valid request only.
  const isAdmittedLate = options.visitor === "guest" || options.visitor === "optional";

  async function respond(request: ApiRequest, given: Record<string, unknown>, context: RequestContext): Promise<Reply> {
    // Who may not ask is told so before what was asked is looked at.
    const early = isAdmittedLate ? null : await admit(options.visitor, context);
    if (early?.ok === false) return refusal(early);
    const params = paramsSchema ? paramsSchema.safeParse(given) : ABSENT;
    if (!params.success) return problem(404, "There is nothing at this address");
    const query = querySchema ? querySchema.safeParse(readQuery(request.target)) : ABSENT;
    if (!query.success) return invalid(fieldErrors(query.error, "query"));
    const raw = bodySchema ? await readJson(request) : ({ ok: true, value: undefined } as const);
    if (!raw.ok) return problem(raw.status, raw.detail);
    const body = bodySchema ? bodySchema.safeParse(raw.value) : ABSENT;
    if (!body.success) return invalid(fieldErrors(body.error));
    const bytes = options.bytes === undefined ? NO_BYTES : await request.readBody(options.bytes);
    if (!bytes)
      return options.onTooLarge?.(context) ?? problem(413, `The body may have at most ${options.bytes} bytes`);
    const input = {
      bytes,
      body: body.data as z.output<B>,
      query: query.data as z.output<Q>,
      params: params.data as z.output<P>,
    };
    const sid = options.ahead && (await readSid(context));
    const [admission, ahead] = await Promise.all([
      early ?? admit(options.visitor, context),
      sid ? options.ahead?.(cachedOwner(sid), input) : undefined,
    ]);
    if (!admission.ok) return refusal(admission);
    const reply = await handle({ ...input, request, context, visitor: admission.visitor, ahead });
    return reply instanceof Reply ? reply : json(reply);
  }

  async function answer(request: ApiRequest, params: Record<string, unknown>): Promise<Reply> {
    const context = contextOfRequest(request);
    const reply = await respond(request, params, context).catch((error) => problemOf(error, context.path));
    reply.cookies = context.setCookieLines;
    reply.headers["cache-control"] ??= options.shared ? "public, no-cache" : "no-store";
    return reply;
  }

  const handler = async (request: Request, { params }: { params: Promise<Record<string, unknown>> }) =>
    responseOf(await answer(apiRequestOf(request), await params));
  return Object.assign(handler, { answer, options });
}
