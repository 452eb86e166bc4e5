import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { picturePath } from "./pictures.ts";

/** The URL paths of the pictures that a SKU can have. */
export async function listPictures(): Promise<string[]> {
  const files = await readdir(join(process.cwd(), "public/pictures"));
  return files.filter((file) => file.endsWith(".svg")).map((file) => picturePath(file.slice(0, -4)));
}
