import { z } from "zod";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { fieldErrors } from "#lib/validation.ts";
import {
  type AdmissionRefusal,
  admit,
  JUST_SIGNED_IN,
  type VisitorKind,
  type Visitors,
} from "#lib/web/request/admit.ts";
import { contextOfRequest, type RequestContext } from "#lib/web/request/request-context.ts";
import { json } from "./json.ts";
import { invalid, problem } from "./problem.ts";
import { readJson } from "./read-json.ts";

/** What a route handler asks for. */
export interface RouteOptions<
  V extends VisitorKind = VisitorKind,
  B extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  P extends z.ZodType = z.ZodType,
> {
  visitor: V;
  /** JSON body; 400 malformed, 413 too large, 422 invalid */
  body?: B;
  /** query parameters, one that was given several times as an array; 422 invalid */
  query?: Q;
  /** path parameters; 404 invalid */
  params?: P;
  /** the reply is the same for everyone: caches may store it but have to revalidate it each time */
  shared?: boolean;
}

interface RouteInput<V extends VisitorKind, B, Q, P> {
  request: Request;
  context: RequestContext;
  visitor: Visitors[V];
  body: B;
  query: Q;
  params: P;
}

/** A route handler of Next.js that needs nothing of it; its options are there to be read by tests and documents. */
export interface RouteHandler {
  (request: Request, context: { params: Promise<Record<string, unknown>> }): Promise<Response>;
  readonly options: RouteOptions;
}

const REFUSALS: Readonly<Record<AdmissionRefusal, () => Response>> = {
  "signed-out": () => problem(401, "Sign in first"),
  "not-admin": () => problem(403, "Only administrators may do this"),
  "just-signed-in": () => problem(409, JUST_SIGNED_IN),
};

/** Query parameters by name; one that was given several times is an array, as in the pages of Next.js. */
function readQuery(url: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  const { searchParams } = new URL(url);
  for (const name of new Set(searchParams.keys())) {
    const [first = "", ...more] = searchParams.getAll(name);
    query[name] = more.length > 0 ? [first, ...more] : first;
  }
  return query;
}

/** The reply to an error that no caller handled. */
function problemOf(error: unknown): Response {
  if (error instanceof RedisUnavailableError) {
    return problem(503, "Redis does not answer at the moment; try again shortly", { retryAfter: 1 });
  }
  console.error(error);
  return problem(500, "An unexpected error occurred; it has been logged");
}

const nothing = z.any().transform(() => undefined);

/**
 * Wraps a route handler, so that none forgets who asks, what is asked, or how errors are reported (docs/http-api.md).
 * The handler returns a value for 200 as JSON, or a Response. Requests from other sites never get here: the front
 * refuses them.
 */
export function route<
  V extends VisitorKind,
  B extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  P extends z.ZodType = z.ZodUndefined,
>(
  options: RouteOptions<V, B, Q, P>,
  handle: (input: RouteInput<V, z.output<B>, z.output<Q>, z.output<P>>) => Promise<unknown>,
): RouteHandler {
  const schemas = { body: options.body ?? nothing, query: options.query ?? nothing, params: options.params ?? nothing };

  async function answer(request: Request, given: Promise<unknown>, context: RequestContext): Promise<Response> {
    // Who may not ask is told so before what was asked is looked at; a guest's session is created for a valid request only.
    const early = options.visitor === "guest" ? null : await admit(options.visitor, context);
    if (early?.ok === false) return REFUSALS[early.reason]();
    const params = await schemas.params.safeParseAsync(await given);
    if (!params.success) return problem(404, "There is nothing at this address");
    const query = await schemas.query.safeParseAsync(options.query && readQuery(request.url));
    if (!query.success) return invalid(fieldErrors(query.error, "query"));
    const raw = options.body ? await readJson(request) : ({ ok: true, value: undefined } as const);
    if (!raw.ok) return problem(raw.status, raw.detail);
    const body = await schemas.body.safeParseAsync(raw.value);
    if (!body.success) return invalid(fieldErrors(body.error));
    const admission = early ?? (await admit(options.visitor, context));
    if (!admission.ok) return REFUSALS[admission.reason]();
    const reply = await handle({
      request,
      context,
      visitor: admission.visitor,
      body: body.data as z.output<B>,
      query: query.data as z.output<Q>,
      params: params.data as z.output<P>,
    });
    return reply instanceof Response ? reply : json(reply);
  }

  const handler = async (request: Request, { params }: { params: Promise<unknown> }): Promise<Response> => {
    const context = contextOfRequest(request);
    const reply = await answer(request, params, context).catch(problemOf);
    for (const line of context.setCookieLines) reply.headers.append("set-cookie", line);
    if (!reply.headers.has("cache-control")) {
      reply.headers.set("cache-control", options.shared ? "public, no-cache" : "no-store");
    }
    return reply;
  };
  return Object.assign(handler, { options });
}
