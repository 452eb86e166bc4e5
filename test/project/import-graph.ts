import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** The folders with code of the project. */
const FOLDERS = ["app", "bench", "bin", "components", "e2e", "lib", "test"];
const IMPORT = /(?:from|import)\s*\(?\s*"([#.][^"]+)"/g;

/** Which file of the project imports which, by paths from the root. Tests are left out: nobody imports them. */
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

/** Groups of folders that import each other in a circle, by Tarjan's algorithm; none is what there should be. */
export function findCircles(imports: readonly [from: string, to: string][]): string[][] {
  const targets = new Map<string, Set<string>>();
  for (const [from, to] of imports) {
    const [a, b] = [dirname(from), dirname(to)];
    if (a !== b) targets.set(a, (targets.get(a) ?? new Set()).add(b));
  }
  const circles: string[][] = [];
  const order = new Map<string, number>();
  const stack: string[] = [];
  const visit = (folder: string): number => {
    const mine = order.size;
    order.set(folder, mine);
    stack.push(folder);
    let lowest = mine;
    for (const next of targets.get(folder) ?? []) {
      if (!order.has(next)) lowest = Math.min(lowest, visit(next));
      else if (stack.includes(next)) lowest = Math.min(lowest, order.get(next) ?? mine);
    }
    if (lowest === mine) {
      const circle = stack.splice(stack.indexOf(folder));
      if (circle.length > 1) circles.push(circle);
    }
    return lowest;
  };
  for (const folder of targets.keys()) if (!order.has(folder)) visit(folder);
  return circles;
}
