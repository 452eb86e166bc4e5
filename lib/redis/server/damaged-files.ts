import { spawnSync } from "node:child_process";
import { closeSync, cpSync, existsSync, openSync, readdirSync, readSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { findServerTool } from "./launch.ts";
import { listWrites } from "./lost-writes.ts";
import { findServer, type PrivateFolder } from "./private-folder.ts";

/** The files of the private Redis that it can't read: what is said of them, and what can be done. */

const DAMAGED =
  /(Bad file format|Unexpected end of file|truncated file is not the last|rdb file reading failure|RDB ERROR|RDB preamble|rdbReportError|Guru Meditation|ASSERTION FAILED|BUG REPORT START|Internal error in RDB|Invalid AOF manifest|Unable to obtain the AOF file|AOF file .* doesn't exist|Wrong signature)/i;
const NEWER = /Can't handle RDB format version/;

/** A line of the log of Redis without its number, time and level. */
const wordsOf = (line: string) => line.replace(/^\d+:\w \d.*?\.\d{3} [.\-*#] /, "").trim();

/**
 * Why the private server did not start, and what to do about it.
 * @param said what it printed @param log what it has written to its log at this attempt
 */
export function explainFailedStart({ path, log: file }: PrivateFolder, said: string, log: string): string {
  const lines = log.split("\n").map(wordsOf).filter(Boolean);
  const damage = lines.find((line) => DAMAGED.test(line));
  if (lines.some((line) => NEWER.test(line)))
    return `The data in ${path} was written by a newer Redis than the one of this machine. Install that one.`;
  if (damage)
    return `The data in ${path} is damaged; Redis says: ${damage}
Restore a backup, or type:  npm start -- --repair
It keeps a copy of the files, cuts off what can't be read, and says what was lost.`;
  return `${said.trim()}\n${lines.slice(-5).join("\n")}\n(${file})`.trim();
}

export type Repair =
  /** @property writes by what they were about, such as `{ order: 2, cart: 5 }` */
  | { ok: true; kept: string; file: string; bytes: number; writes: Readonly<Record<string, number>> }
  | { ok: false; isSound: boolean; reason: string };

const WHERE = "(docs/operations.md)";
/** Of what was cut off, so many bytes are looked at. */
const MAX_COUNTED = 256 * 1024 * 1024;

function readFrom(file: string, start: number): Buffer {
  const descriptor = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(Math.min(statSync(file).size - start, MAX_COUNTED));
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, start));
  } finally {
    closeSync(descriptor);
  }
}

const sizesOf = (folder: string) =>
  new Map(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).size] as const));

/**
 * Cuts off what can't be read at the end of the append-only file, with the program of Redis for that. The files as they
 * were are kept beside. To be called while nobody starts the server.
 * @param now names the copy
 */
export function repairFiles(folder: PrivateFolder, now = new Date()): Repair {
  const files = join(folder.path, "appendonlydir");
  const manifest = join(files, "appendonly.aof.manifest");
  const program = findServerTool("check-aof");
  const refuse = (reason: string, isSound = false): Repair => ({ ok: false, isSound, reason });
  if (!existsSync(manifest)) return refuse(`there is no append-only file in ${folder.path}`);
  // Any other file would be taken for an append-only file of old, and be emptied.
  if (!/^file /.test(readFrom(manifest, 0).toString())) return refuse(`${manifest} is none. Restore a backup ${WHERE}`);
  if (!program) return refuse("the program redis-check-aof is not on this machine");
  const running = findServer(folder);
  if (running) return refuse(`its Redis (process ${running}) is running`);
  const check = (...args: string[]) => spawnSync(program, [...args, manifest], { input: "y\n", encoding: "utf8" });
  if (check().status === 0) return refuse("nothing of it is damaged", true);
  const kept = `${files}-${now.toISOString().replaceAll(":", "-")}`;
  cpSync(files, kept, { recursive: true });
  const before = sizesOf(files);
  const fixed = check("--fix");
  const [file = "", size = 0] = [...sizesOf(files)].find(([name, bytes]) => bytes < (before.get(name) ?? 0)) ?? [];
  if (fixed.status !== 0 || file === "") {
    rmSync(files, { recursive: true });
    renameSync(kept, files);
    const last = `${fixed.stdout}\n${fixed.stderr}`.split("\n").map(wordsOf).filter(Boolean).at(-1) ?? "";
    return refuse(`redis-check-aof can't mend it (${last}). Restore a backup ${WHERE}`);
  }
  const bytes = (before.get(file) ?? 0) - size;
  return { ok: true, kept, file, bytes, writes: listWrites(readFrom(join(kept, file), size)) };
}
