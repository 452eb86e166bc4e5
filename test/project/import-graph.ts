import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** The folders of the project that contain code. */
const FOLDERS = ["app", "bench", "bin", "components", "e2e", "lib", "test"];
const IMPORT = /(?:from|import)\s*\(?\s*"([#.][^"]+)"/g;

/** Which file of the project imports which, as paths from the root. Tests are left out, as nothing imports them. */
export function readImports(root: string): [from: string, to: string][] {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  ).filter((file) => /\.(tsx?|mjs)$/.test(file) && !/\.(test|spec)\.tsx?$/.test(file));
  return files.flatMap((file) =>
    Array.from(readFileSync(join(root, file), "utf8").matchAll(IMPORT), ([, target = ""]): [string, string] => [
      file,
      target.startsWith("#") ? target.slice(1) : normalize(join(dirname(file), target)),
    ]),
  );
}

/** Groups of folders that import each other in a cycle, by Tarjan's algorithm. There should be none. */
export function findCycles(imports: readonly [from: string, to: string][]): string[][] {
  const targets = new Map<string, Set<string>>();
  for (const [from, to] of imports) {
    const [a, b] = [dirname(from), dirname(to)];
    if (a !== b) targets.set(a, (targets.get(a) ?? new Set()).add(b));
  }
  const cycles: string[][] = [];
  const order = new Map<string, number>();
  const stack: string[] = [];
  const visit = (folder: string): number => {
    const index = order.size;
    order.set(folder, index);
    stack.push(folder);
    let lowest = index;
    for (const next of targets.get(folder) ?? []) {
      if (!order.has(next)) lowest = Math.min(lowest, visit(next));
      else if (stack.includes(next)) lowest = Math.min(lowest, order.get(next) ?? index);
    }
    if (lowest === index) {
      const cycle = stack.splice(stack.indexOf(folder));
      if (cycle.length > 1) cycles.push(cycle);
    }
    return lowest;
  };
  for (const folder of targets.keys()) if (!order.has(folder)) visit(folder);
  return cycles;
}
