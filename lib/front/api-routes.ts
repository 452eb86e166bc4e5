import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { makeProblem, type Problem } from "#lib/web/routes/problem.ts";

/** An address of the API and the methods that its file exports. */
export interface ApiRoute {
  pattern: RegExp;
  methods: readonly string[];
}

const METHODS = /^export (?:const|function|async function) (GET|POST|PUT|PATCH|DELETE)\b/gm;

/** The addresses under `app/api`, read from the files; those without parameters come first. */
export async function loadApiRoutes(dir: string): Promise<ApiRoute[]> {
  const folder = join(dir, "app/api");
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(`${sep}route.ts`)).sort();
  const routes = await Promise.all(
    files.map(async (file): Promise<ApiRoute & { open: number }> => {
      const parts = file.split(sep).slice(0, -1);
      const pattern = parts.map((part) => (part.startsWith("[") ? "[^/]+" : RegExp.escape(part))).join("/");
      const found = [...(await readFile(join(folder, file), "utf8")).matchAll(METHODS)];
      const methods = found.flatMap(([, method = ""]) => (method === "GET" ? ["GET", "HEAD"] : [method]));
      return {
        pattern: new RegExp(`^/api/${pattern}/?$`),
        methods,
        open: parts.filter((part) => part.startsWith("[")).length,
      };
    }),
  );
  return routes.toSorted((a, b) => a.open - b.open);
}

/** What is wrong with the address or the method of a request. */
export interface AddressProblem {
  problem: Problem;
  /** for 405, the value of `Allow` */
  allow?: string;
}

/**
 * Checks the address and method of a request to the API; null when a file handles it. Next.js would answer these errors
 * with a page, an empty reply or 500; under `/api` they are problem documents.
 */
export function matchRoute(routes: readonly ApiRoute[], method: string, url: string): AddressProblem | null {
  const [path = ""] = url.split("?");
  if (path !== "/api" && !path.startsWith("/api/")) return null;
  try {
    decodeURIComponent(path);
  } catch {
    return { problem: makeProblem(400, "The address contains an invalid escape; use % and two hexadecimal digits") };
  }
  const route = routes.find(({ pattern }) => pattern.test(path));
  if (!route) return { problem: makeProblem(404, "There is nothing at this address") };
  if (route.methods.includes(method) || method === "OPTIONS") return null;
  const allow = [...route.methods, "OPTIONS"].join(", ");
  return { problem: makeProblem(405, `This address supports ${route.methods.join(", ")}`), allow };
}
