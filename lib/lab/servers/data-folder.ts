import { execFile } from "node:child_process";
import { mkdir, open, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Where the servers of a comparison keep their data: on one file system, so that both wait for the same disk. */
export interface DataFolder {
  path: string;
  /** "ext4", for example. */
  fileSystem: string;
  /** Whether it keeps its files in memory, so that a write to "disk" costs nothing. */
  inMemory: boolean;
  /** Median time in which 4 kB were written and synchronised, in milliseconds. */
  fsyncMs: number;
}

/** The user that runs PostgreSQL; empty if it is the current one. */
export type ServerUser = { uid: number; gid: number } | Record<string, never>;

/** Names of file systems by the type that statfs reports on Linux (man 2 statfs). */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  16914836: "tmpfs",
  2240043254: "ramfs",
  61267: "ext4",
  1481003842: "xfs",
  2435016766: "btrfs",
  801189825: "zfs",
  4076150800: "f2fs",
  2035054128: "overlayfs",
  26985: "nfs",
  16914839: "9p",
};
const IN_MEMORY = ["tmpfs", "ramfs"];
const FSYNC_TRIES = 15;

const run = promisify(execFile);

/** PostgreSQL refuses to run as root; then the user `nobody`, which every system has, runs it. */
export async function findServerUser(): Promise<ServerUser> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (what) => Number((await run("id", [what, "nobody"])).stdout)),
  );
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

/** A file system by the type that statfs reports. */
export function fileSystemOf(type: number): Pick<DataFolder, "fileSystem" | "inMemory"> {
  const fileSystem = FILE_SYSTEMS[type] ?? `type 0x${type.toString(16)}`;
  return { fileSystem, inMemory: IN_MEMORY.includes(fileSystem) };
}

async function canEnter(path: string, user: ServerUser): Promise<boolean> {
  const entered = await run("/bin/sh", ["-c", 'cd "$1"', "sh", path], { ...user, cwd: "/" }).catch(() => null);
  return entered !== null;
}

async function measureFsync(path: string): Promise<number> {
  const file = join(path, `fwr-fsync-${process.pid}`);
  const handle = await open(file, "w");
  const times: number[] = [];
  try {
    for (let i = 0; i < FSYNC_TRIES; i++) {
      const begun = performance.now();
      await handle.write(Buffer.alloc(4096, i), 0, 4096, i * 4096);
      await handle.datasync();
      times.push(performance.now() - begun);
    }
  } finally {
    await handle.close();
    await rm(file, { force: true });
  }
  return Math.round((times.sort((a, b) => a - b)[FSYNC_TRIES >> 1] ?? 0) * 1000) / 1000;
}

/**
 * The folder in which the servers of a comparison make theirs: DATA_DIR, or /var/tmp or the temporary folder of the
 * system if the user of PostgreSQL cannot enter DATA_DIR.
 * @param dataDir DATA_DIR, as an absolute path
 */
export async function findDataFolder(user: ServerUser, dataDir: string): Promise<DataFolder> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  let path = tmpdir();
  for (const candidate of [dataDir, "/var/tmp"]) {
    if (!(await canEnter(candidate, user))) continue;
    path = candidate;
    break;
  }
  const { type } = await statfs(path);
  return { path, ...fileSystemOf(type), fsyncMs: await measureFsync(path) };
}
