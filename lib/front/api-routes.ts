import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { noteRoute } from "#lib/process/current-request.ts";
import { problem } from "#lib/web/routes/problem.ts";
import { noContent, Reply } from "#lib/web/routes/reply.ts";
import type { RouteHandler } from "#lib/web/routes/route.ts";

/** The methods that a file may export as handlers. HEAD is answered by GET, OPTIONS from this table. */
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** The methods of files. */
export const FILE_METHODS = ["GET", "HEAD"] as const;

/** An address of the API with its handlers. */
export interface ApiRoute {
  /** as its file says, such as `/api/skus/[id]` */
  address: string;
  /** its path; an expression if it has parameters */
  pattern: string | RegExp;
  /** the names of the path parameters, in the order of the groups of the pattern */
  params: readonly string[];
  /** by method; HEAD too */
  handlers: ReadonlyMap<string, RouteHandler>;
}

async function loadRoute(folder: string, file: string, version: string): Promise<ApiRoute> {
  const parts = file.split(sep).slice(0, -1);
  const isParam = (part: string) => part.startsWith("[");
  const params = parts.filter(isParam).map((part) => part.slice(1, -1));
  const path = parts.map((part) => (isParam(part) ? "([^/]+)" : RegExp.escape(part))).join("/");
  const { href } = pathToFileURL(join(folder, file));
  const exported: Partial<Record<string, RouteHandler>> = await import(href + version);
  const handlers = new Map<string, RouteHandler>();
  for (const method of METHODS) {
    const handler = exported[method];
    if (handler) handlers.set(method, handler);
    if (handler && method === "GET") handlers.set("HEAD", handler);
  }
  const address = `/api/${parts.join("/")}`;
  return {
    address,
    pattern: params.length > 0 ? new RegExp(`^/api/${path}$`) : address,
    params,
    handlers,
  };
}

/**
 * The addresses under `app/api`, from what its files export; those without parameters come first.
 * @param version a query such as `?2` loads files again that may have changed, in development
 */
export async function loadApiRoutes(root: string, version = ""): Promise<ApiRoute[]> {
  const folder = join(root, "app/api");
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(`${sep}route.ts`));
  const routes = await Promise.all(files.sort().map((file) => loadRoute(folder, file, version)));
  return routes.toSorted((a, b) => a.params.length - b.params.length);
}

/** The handler of a request, with its path parameters. */
export interface RouteMatch {
  handler: RouteHandler;
  params: Record<string, string>;
}

/** Whether a request is for the API. @param target path and query */
export const isApiTarget = (target: string) => /^\/api([/?]|$)/.test(target);

/**
 * Finds the handler of a request to the API, or the reply to one that has none, and notes its route. Next.js would answer such errors with a
 * page, an empty reply or 500; under `/api` they are problem documents.
 * @param target path and query, as normalizeTarget leaves it: every escape can be decoded
 */
export function matchRoute(routes: readonly ApiRoute[], method: string, target: string): RouteMatch | Reply {
  const query = target.indexOf("?");
  const path = query < 0 ? target : target.slice(0, query);
  // As Next.js redirects its pages.
  if (path.endsWith("/")) {
    let end = path.length;
    while (path[end - 1] === "/") end--;
    return new Reply(308, { location: path.slice(0, end) + target.slice(path.length) }, null);
  }
  for (const { address, pattern, params: names, handlers } of routes) {
    const match = typeof pattern === "string" ? pattern === path && [path] : pattern.exec(path);
    if (!match) continue;
    noteRoute(address);
    const handler = handlers.get(method);
    if (!handler) return replyWithoutHandler(method, [...handlers.keys()]);
    return {
      handler,
      params: Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(match[i + 1] ?? "")])),
    };
  }
  return problem(404, "There is nothing at this address");
}

/** The reply to a request with a method that its address does not have; OPTIONS is told which there are. */
export function replyWithoutHandler(method: string, supported: readonly string[]): Reply {
  const reply = method === "OPTIONS" ? noContent() : problem(405, `This address supports ${supported.join(", ")}`);
  reply.headers.allow = [...supported, "OPTIONS"].join(", ");
  return reply;
}
