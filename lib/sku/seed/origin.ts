import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Whose the goods of a store are, remembered in DATA_DIR: a Redis that comes back empty gets the sample goods again only
 * where the store itself had put them in.
 */
export type Origin = "samples" | "own";

const fileOf = (dataDir: string) => join(dataDir, "catalogue");

/** What is remembered; null before the first start. */
export function readOrigin(dataDir: string): Origin | null {
  try {
    const text = readFileSync(fileOf(dataDir), "utf8").trim();
    return text === "samples" || text === "own" ? text : null;
  } catch {
    return null;
  }
}

/** Remembers it. */
export function writeOrigin(dataDir: string, origin: Origin): void {
  writeFileSync(fileOf(dataDir), `${origin}\n`, { mode: 0o600 });
}
