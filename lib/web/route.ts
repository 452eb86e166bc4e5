import { z } from "zod";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import type { Session } from "#lib/session/schema.ts";
import type { User } from "#lib/user/schema.ts";
import { fieldErrors, invalid, problem } from "./problem.ts";
import { readJson } from "./read-json.ts";
import { currentSession, currentUser, ensureSession, peekSession } from "./visitor.ts";

/** What each kind of route is told of its visitor. */
interface Visitors {
  /** nothing is read */
  anyone: undefined;
  /** the session, if there is one; looking does not keep it alive */
  peek: Session | null;
  /** the session, if there is one */
  optional: Session | null;
  /** a session, a new guest's if need be; 409 while a sign-in of the same browser is on its way */
  guest: Session;
  /** 401 without a session */
  required: Session;
  /** 401 for guests */
  user: { session: Session; user: User };
  /** 401 for guests, 403 for users who are no administrators now */
  admin: { session: Session; user: User };
}

interface RouteOptions<V extends keyof Visitors, B extends z.ZodType, Q extends z.ZodType, P extends z.ZodType> {
  visitor: V;
  /** JSON body; 400 malformed, 413 too large, 422 invalid */
  body?: B;
  /** query parameters; 422 invalid */
  query?: Q;
  /** path parameters; 404 invalid */
  params?: P;
  /** the reply is the same for everyone and may be kept if it is asked for anew each time */
  shared?: boolean;
}

interface RouteContext<V extends keyof Visitors, B, Q, P> {
  request: Request;
  visitor: Visitors[V];
  body: B;
  query: Q;
  params: P;
}

type Handler = (request: Request, context: { params: Promise<Record<string, unknown>> }) => Promise<Response>;

/** A JSON reply. */
export function json(value: unknown, status = 200): Response {
  return Response.json(value, { status });
}

/** The reply 204, to requests that ask for nothing back. */
export function noContent(): Response {
  return new Response(null, { status: 204 });
}

async function admit<V extends keyof Visitors>(need: V): Promise<Visitors[V] | Response> {
  const find = async (): Promise<Visitors[keyof Visitors] | Response> => {
    if (need === "anyone") return undefined;
    if (need === "peek") return peekSession();
    if (need === "optional") return currentSession();
    if (need === "guest") {
      const ensured = await ensureSession();
      return ensured.ok
        ? ensured.session
        : problem(409, "You have just signed in here. Reload the page and try again.");
    }
    if (need === "required") return (await currentSession()) ?? problem(401, "Sign in first");
    const signedIn = await currentUser();
    if (!signedIn) return problem(401, "Sign in first");
    if (need === "admin" && signedIn.user.role !== "admin") return problem(403, "Only administrators may do this");
    return signedIn;
  };
  return (await find()) as Visitors[V] | Response;
}

/** The reply to an error that no caller handled. */
export function problemOf(error: unknown): Response {
  if (error instanceof RedisUnavailableError) {
    return problem(503, "Redis does not answer just now; try again in a moment", { retryAfter: 1 });
  }
  console.error(error);
  return problem(500, "An error that nobody expected; it has been logged");
}

/**
 * Wraps a route handler, so that none forgets who asks, what is asked, or how errors are told (DESIGN §4).
 * The handler returns a value for 200 as JSON, or a Response. Requests from other sites never get here (front.ts).
 */
export function route<
  V extends keyof Visitors,
  B extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  P extends z.ZodType = z.ZodUndefined,
>(
  options: RouteOptions<V, B, Q, P>,
  handle: (context: RouteContext<V, z.output<B>, z.output<Q>, z.output<P>>) => Promise<unknown>,
): Handler {
  const nothing = z.any().transform(() => undefined);
  const schemas = { body: options.body ?? nothing, query: options.query ?? nothing, params: options.params ?? nothing };
  const answer: Handler = async (request, context) => {
    // Who may not ask is told so before what was asked is looked at; a guest's session is made only for a valid request.
    const early = options.visitor === "guest" ? undefined : await admit(options.visitor);
    if (early instanceof Response) return early;
    const params = await schemas.params.safeParseAsync(await context.params);
    if (!params.success) return problem(404, "There is nothing at this address");
    const query = await schemas.query.safeParseAsync(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success) return invalid(fieldErrors(query.error, "query"));
    const raw = options.body ? await readJson(request) : ({ ok: true, value: undefined } as const);
    if (!raw.ok) return problem(raw.status, raw.detail);
    const body = await schemas.body.safeParseAsync(raw.value);
    if (!body.success) return invalid(fieldErrors(body.error));
    const visitor = options.visitor === "guest" ? await admit(options.visitor) : early;
    if (visitor instanceof Response) return visitor;
    const reply = await handle({
      request,
      visitor: visitor as Visitors[V],
      body: body.data as z.output<B>,
      query: query.data as z.output<Q>,
      params: params.data as z.output<P>,
    });
    return reply instanceof Response ? reply : json(reply);
  };
  return async (request, context) => {
    let reply: Response;
    try {
      reply = await answer(request, context);
    } catch (error) {
      reply = problemOf(error);
    }
    if (!reply.headers.has("cache-control")) {
      reply.headers.set("cache-control", options.shared ? "public, no-cache" : "no-store");
    }
    return reply;
  };
}
