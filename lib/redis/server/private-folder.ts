import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { commandOf, folderOf } from "#lib/process/other-process.ts";

/** The files of the project's own Redis, in DATA_DIR/redis: who uses them, and whether they are a copy. */
export interface PrivateFolder {
  path: string;
  /** the address of the server with its password */
  url: string;
  conf: string;
  pid: string;
  log: string;
  /** a file for each process that uses the server, called by its number */
  users: string;
  lock: string;
}

/** The folder of a data directory, which is made if need be. It is readable by its owner only. */
export function openPrivateFolder(dataDir: string): PrivateFolder {
  const folder = resolve(dataDir, "redis");
  mkdirSync(join(folder, "users"), { recursive: true, mode: 0o700 });
  const path = realpathSync(folder);
  const file = (name: string) => join(path, name);
  return {
    path,
    url: file("url"),
    conf: file("redis.conf"),
    pid: file("redis.pid"),
    log: file("redis.log"),
    users: file("users"),
    lock: file("lock"),
  };
}

const readText = (file: string): string => {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
};

/** The URL of the private server of a data directory when it was last started; null when it never was. */
export function readPrivateUrl(dataDir: string): string | null {
  return readText(join(resolve(dataDir, "redis"), "url")) || null;
}

/**
 * Writes the configuration of the server, and where it is to answer. Every write is in the append-only file before its reply is sent, so a killed
 * server loses nothing; a machine that loses power loses at most one second.
 * @param known its password; "" for a new one
 * @returns its address
 */
export function writePrivateConfig(folder: PrivateFolder, port: number, known: string): string {
  const password = known || randomBytes(24).toString("base64url");
  const lines = [
    "bind 127.0.0.1",
    "protected-mode yes",
    `port ${port}`,
    `requirepass ${password}`,
    `masterauth ${password}`,
    `dir "${folder.path}"`,
    "appendonly yes",
    "appendfsync everysec",
    'save ""',
    "maxmemory-policy noeviction",
    // By default a replica waits five seconds for others that might connect and share its synchronisation.
    "repl-diskless-sync-delay 0",
    `logfile "${folder.log}"`,
    `pidfile "${folder.pid}"`,
    "daemonize no",
    "",
  ];
  // redis-cli treats an empty username as a wrong one.
  const url = `redis://default:${password}@127.0.0.1:${port}`;
  writeFileSync(folder.conf, lines.join("\n"), { mode: 0o600 });
  writeFileSync(folder.url, `${url}\n`, { mode: 0o600 });
  return url;
}

/** The number of the server that has the files of the folder open, if it is alive: a second one would corrupt them. */
export function findServer(folder: PrivateFolder): number | null {
  const pid = Number(readText(folder.pid));
  // After a reboot the number may belong to another program, and in a copy it belongs to the server of the original.
  const isServer = pid > 0 && /redis-server|valkey-server/.test(commandOf(pid) ?? "");
  return isServer && folderOf(pid) === folder.path ? pid : null;
}

export const addUser = ({ users }: PrivateFolder) => writeFileSync(join(users, String(process.pid)), "");
export const removeUser = ({ users }: PrivateFolder) => rmSync(join(users, String(process.pid)), { force: true });

/** Numbers of the live processes that use the server; entries of dead ones are removed. */
export function listUsers({ users }: PrivateFolder): number[] {
  return readdirSync(users)
    .map(Number)
    .filter((pid) => {
      if (/node/.test(commandOf(pid) ?? "")) return true;
      rmSync(join(users, String(pid)), { force: true });
      return false;
    });
}

/**
 * The folder that this one is a copy of; null if it is none. Its own configuration names the folder it was made for.
 * One that was moved, or is restored where the original is gone, is no copy.
 */
export function findOriginal(folder: PrivateFolder): string | null {
  const [, original = ""] = /^dir "(.*)"$/m.exec(readText(folder.conf)) ?? [];
  const isElsewhere = original !== "" && existsSync(original) && realpathSync(original) !== folder.path;
  return isElsewhere && existsSync(join(original, "redis.conf")) ? original : null;
}

/** Forgets what belongs to the server of the original: its address, its password, its processes. The data is kept. */
export function forgetOriginal(folder: PrivateFolder): void {
  for (const file of [folder.url, folder.conf, folder.pid]) rmSync(file, { force: true });
  for (const pid of readdirSync(folder.users)) {
    if (Number(pid) !== process.pid) rmSync(join(folder.users, pid), { force: true });
  }
}
