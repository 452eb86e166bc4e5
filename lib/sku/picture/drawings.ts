import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { processWide } from "#lib/process/process-wide.ts";
import { categories } from "#lib/sku/categories.ts";
import { drawingOf, picturePath, titleOfDrawing } from "#lib/sku/picture-path.ts";
import { sampleSkus } from "#lib/sku/seed/sample/sample-skus.ts";

/** A drawing that comes with the store. */
export interface Drawing {
  path: string;
  /** in words */
  title: string;
  /** title of the category whose samples have it; null where several have it, or none */
  department: string | null;
}

const listed = processWide("drawings", () => ({ paths: null as Promise<ReadonlySet<string>> | null }));

async function readPaths(): Promise<ReadonlySet<string>> {
  const files = await readdir(join(process.cwd(), "public/pictures"));
  return new Set(files.filter((file) => file.endsWith(".svg")).map((file) => picturePath(file.slice(0, -4))));
}

/** The URL paths of the drawings. They are files of the release, so a process reads the folder once. */
export function listDrawingPaths(): Promise<ReadonlySet<string>> {
  listed.paths ??= readPaths();
  return listed.paths;
}

/** The drawings by department, in the order of the navigation; those of none come last. */
export async function listDrawings(): Promise<Drawing[]> {
  const paths = await listDrawingPaths();
  const departmentOf = (path: string) => {
    const slugs = new Set([
      ...sampleSkus.filter(({ image }) => image === path).map(({ category }) => category),
      ...categories.filter(({ picture }) => picture === path).map(({ slug }) => slug),
    ]);
    return slugs.size === 1 ? (categories.find(({ slug }) => slugs.has(slug))?.title ?? null) : null;
  };
  const drawings = [...paths].sort().map((path): Drawing => {
    return { path, title: titleOfDrawing(drawingOf(path) ?? ""), department: departmentOf(path) };
  });
  const titles = categories.map(({ title }) => title);
  const rank = ({ department }: Drawing) => (department === null ? titles.length : titles.indexOf(department));
  return drawings.toSorted((a, b) => rank(a) - rank(b));
}
