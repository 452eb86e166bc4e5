import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** What the store can be asked, found from its files. Tests run in the root of the project. */

const SAMPLES: Record<string, string> = { sku: "sku123", page: "0", code: "SPRING", default: "0123456789ABCDEF" };

/** A path of the app as an address: groups go, parameters get a value. */
function addressOf(folder: string): string {
  const parts = folder.split("/").filter((part) => part !== "app" && !part.startsWith("("));
  const filled = parts.map((part, i) => {
    if (!part.startsWith("[")) return part;
    const name = part.slice(1, -1);
    // Not one of the samples: it is changed and removed.
    if (name === "id" && parts[i - 1] === "skus") return "planted";
    if (name === "id" && parts[i - 1] === "runs") return "0123456789ab";
    return SAMPLES[name] ?? SAMPLES.default;
  });
  return `/${filled.join("/")}`;
}

const filesNamed = (name: string) =>
  readdirSync("app", { recursive: true, encoding: "utf8" })
    .filter((file) => file === name || file.endsWith(`/${name}`))
    .map((file) => join("app", file));

const handler = z.custom<{ options: { visitor: string } }>(
  (value) => typeof value === "function" && "options" in value,
);

export interface RouteEntry {
  /** such as "PATCH /api/skus/[id]" */
  name: string;
  method: string;
  address: string;
  /** the kind of visitor that the handler asks for */
  visitor: string;
}

/** Every method of every route file. */
export async function listRoutes(): Promise<RouteEntry[]> {
  const routes: RouteEntry[] = [];
  for (const file of filesNamed("route.ts")) {
    const folder = file.slice(0, -"/route.ts".length);
    const exports: Record<string, unknown> = await import(join(process.cwd(), file));
    for (const [method, value] of Object.entries(exports)) {
      const { visitor } = handler.parse(value).options;
      routes.push({ name: `${method} /${folder.slice("app/".length)}`, method, address: addressOf(folder), visitor });
    }
  }
  return routes;
}

/** The addresses of the pages below a folder of the app. */
export function listPages(below: string): string[] {
  return filesNamed("page.tsx")
    .filter((file) => file.startsWith(`${below}/`))
    .map((file) => addressOf(file.slice(0, -"/page.tsx".length)));
}

const manifest = z.object({
  node: z.record(
    z.string(),
    z.object({ workers: z.record(z.string(), z.unknown()), filename: z.string(), exportedName: z.string() }),
  ),
});

export interface ActionEntry {
  name: string;
  id: string;
  /** of a page that has it */
  address: string;
}

/** Every server action of the build, and the names that the files export. */
export function listActions(): { actions: ActionEntry[]; exported: string[] } {
  const { node } = manifest.parse(JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")));
  const actions = Object.entries(node).map(([id, { workers, exportedName }]) => {
    const page = Object.keys(workers)[0] ?? "";
    return { name: exportedName, id, address: addressOf(page.replace(/\/page$/, "")) };
  });
  const exported = readdirSync("lib/web/actions").flatMap((file) =>
    Array.from(
      readFileSync(join("lib/web/actions", file), "utf8").matchAll(/^export (?:const|async function) (\w+)/gm),
      ([, name = ""]) => name,
    ),
  );
  return { actions, exported };
}
