import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import { findPort } from "#lib/net/port.ts";
import { askRedis, type LaunchedRedis, launchRedis } from "./launch.ts";

/** The project's own Redis: on a loopback port of its own, with a password, append-only, in DATA_DIR. */
export interface PrivateServer {
  url: string;
  /** Stops using the server; the last process that uses it shuts it down. Idempotent. */
  release(): Promise<void>;
}

/** How long a server that runs may take to reply on a busy machine, in milliseconds. */
const BUSY_MS = 15_000;

const folderOf = (dataDir: string) => resolve(dataDir, "redis");

/** The URL of the private server of a data directory when it was last started; null when it never was. */
export function readPrivateUrl(dataDir: string): string | null {
  try {
    return readFileSync(join(folderOf(dataDir), "url"), "utf8").trim() || null;
  } catch {
    return null;
  }
}

/**
 * The configuration of the server. Every write is in the append-only file before its reply is sent, so a killed server
 * loses nothing; a machine that loses power loses at most one second.
 */
function makeConfig(folder: string, port: number, password: string): string {
  return [
    "bind 127.0.0.1",
    "protected-mode yes",
    `port ${port}`,
    `requirepass ${password}`,
    `masterauth ${password}`,
    `dir "${folder}"`,
    "appendonly yes",
    "appendfsync everysec",
    'save ""',
    "maxmemory-policy noeviction",
    // By default a replica waits five seconds for others that might connect and share its synchronisation.
    "repl-diskless-sync-delay 0",
    `logfile "${join(folder, "redis.log")}"`,
    `pidfile "${join(folder, "redis.pid")}"`,
    "daemonize no",
    "",
  ].join("\n");
}

/** Pids of the live processes that use the server; entries of dead processes are removed. */
function listUsers(folder: string): number[] {
  return readdirSync(join(folder, "users"))
    .map(Number)
    .filter((pid) => {
      try {
        process.kill(pid, 0);
        return true;
      } catch {
        rmSync(join(folder, "users", String(pid)), { force: true });
        return false;
      }
    });
}

async function shutDown(url: string): Promise<void> {
  const client = createClient({ url, socket: { connectTimeout: BUSY_MS, reconnectStrategy: false } });
  client.on("error", () => {});
  try {
    await client.connect();
    // The server closes the connection instead of replying.
    await client.sendCommand(["SHUTDOWN"]).catch(() => {});
    const until = performance.now() + BUSY_MS;
    while (performance.now() < until && (await askRedis(url)) !== "away") await sleep(20);
  } catch {
    // It has already stopped.
  } finally {
    if (client.isOpen) client.destroy();
  }
}

/** The pid of the server that has the files of the folder open, if it is alive: a second one would corrupt them. */
function findServer(folder: string): number | null {
  try {
    const pid = Number(readFileSync(join(folder, "redis.pid"), "utf8"));
    // After a reboot the pid may belong to another program.
    const command = existsSync("/proc")
      ? readFileSync(`/proc/${pid}/cmdline`, "utf8")
      : execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return /redis-server|valkey-server/.test(command) ? pid : null;
  } catch {
    return null;
  }
}

/** The running server of a folder, or a new one. */
async function attach(folder: string, dataDir: string): Promise<{ url: string; launched: LaunchedRedis | null }> {
  const known = readPrivateUrl(dataDir);
  const until = performance.now() + BUSY_MS;
  let state = known ? await askRedis(known) : "away";
  while (state === "loading" || (state === "away" && findServer(folder) && performance.now() < until)) {
    await sleep(100);
    state = known ? await askRedis(known) : "away";
  }
  if (known && state === "ready") return { url: known, launched: null };
  const pid = findServer(folder);
  if (pid) throw new Error(`The Redis of ${folder} (process ${pid}) does not answer. Stop it:  kill ${pid}`);
  const { password, port: lastPort } = known ? new URL(known) : { password: "", port: "0" };
  const secret = password || randomBytes(24).toString("base64url");
  // The same port as last time, so that a tool that is connected to it (Redis Insight) finds it again.
  const port = await findPort(Number(lastPort));
  // redis-cli treats an empty username as a wrong one.
  const url = `redis://default:${secret}@127.0.0.1:${port}`;
  const file = join(folder, "redis.conf");
  writeFileSync(file, makeConfig(folder, port, secret), { mode: 0o600 });
  writeFileSync(join(folder, "url"), `${url}\n`, { mode: 0o600 });
  return { url, launched: await launchRedis(url, [file]) };
}

/**
 * Starts the private server of a data directory, or uses the one that is already running, and restarts it should it
 * crash. Its URL is kept in `<dataDir>/redis/url`, readable by the owner only.
 * @throws Error when there is no server program, or it does not start
 */
export async function startPrivateServer(dataDir: string): Promise<PrivateServer> {
  const folder = folderOf(dataDir);
  mkdirSync(join(folder, "users"), { recursive: true, mode: 0o700 });
  const mine = join(folder, "users", String(process.pid));
  const attachOnce = async () => {
    try {
      return await attach(folder, dataDir);
    } catch (error) {
      // Another process may have started it at the same moment: one of the two gets the port.
      await sleep(300);
      const url = readPrivateUrl(dataDir);
      if (url && (await askRedis(url)) === "ready") return { url, launched: null };
      throw error;
    }
  };
  writeFileSync(mine, "");
  let released = false;
  const watch = (launched: LaunchedRedis | null) => {
    launched?.child.once("exit", async () => {
      await sleep(200);
      if (!released) watch((await attachOnce().catch(() => ({ launched: null }))).launched);
    });
  };
  try {
    const { url, launched } = await attachOnce();
    watch(launched);
    return {
      url,
      async release() {
        if (released) return;
        released = true;
        rmSync(mine, { force: true });
        if (listUsers(folder).length === 0) await shutDown(url);
      },
    };
  } catch (error) {
    rmSync(mine, { force: true });
    throw error;
  }
}
