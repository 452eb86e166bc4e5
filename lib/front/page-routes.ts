import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** The patterns of the addresses of pages, as the build has written them down. */

const route = z.object({ page: z.string(), regex: z.string() });
const rewrite = z.object({ source: z.string(), regex: z.string() });
const manifest = z.object({
  staticRoutes: z.array(route),
  dynamicRoutes: z.array(route),
  rewrites: z.object({ afterFiles: z.array(rewrite) }),
});

/** Finds the pattern of a path, such as `/products/[id]`; undefined for a path that no page has. */
export type FindPage = (path: string) => string | undefined;

/** Reads the patterns. @param root the project's folder */
export async function loadPageRoutes(root: string): Promise<FindPage> {
  const text = await readFile(join(root, ".next/routes-manifest.json"), "utf8");
  const { staticRoutes, dynamicRoutes, rewrites } = manifest.parse(JSON.parse(text));
  const fixed = new Set(["/", ...staticRoutes.map(({ page }) => page)]);
  const patterns = [
    ...dynamicRoutes.map(({ page, regex }) => ({ name: page, pattern: new RegExp(regex) })),
    ...rewrites.afterFiles.map(({ source, regex }) => ({ name: source, pattern: new RegExp(regex) })),
  ];
  return (path) => (fixed.has(path) ? path : patterns.find(({ pattern }) => pattern.test(path))?.name);
}
