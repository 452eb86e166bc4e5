import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findPort } from "#lib/net/port.ts";
import { killOnExit, type Watchdog } from "#lib/process/kill-on-exit.ts";
import { askRedis, findRedisServer } from "#lib/redis/server/launch.ts";
import { readPid } from "#test/servers/send-to-redis.ts";
import { readSyncedBytes, straceArgs } from "./synced-bytes.ts";

/** A Redis with a folder of its own, which is killed and started again. */
export interface DurableRedis {
  url: string;
  /** Kills it without warning. */
  kill(): Promise<void>;
  /** Drops what was not synchronized, as if the machine had lost power; only after it was traced and killed. */
  losePower(): Promise<void>;
  start(options?: { traced?: boolean }): Promise<void>;
  remove(): Promise<void>;
}

/** @param args of the server program, beside its port and folder */
export async function makeDurableRedis(args: readonly string[]): Promise<DurableRedis> {
  const folder = await mkdtemp(join(tmpdir(), "fwr-durable-"));
  const [port, log] = [await findPort(), join(folder, "strace.log")];
  const url = `redis://127.0.0.1:${port}`;
  const program = findRedisServer() ?? "redis-server";
  let child: ChildProcess | undefined;
  let watchdog: Watchdog | undefined;
  let pid = 0;

  async function start({ traced = false } = {}): Promise<void> {
    const own = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--maxmemory-policy", "noeviction"];
    const command = traced ? ["strace", ...straceArgs(log), program] : [program];
    const [file = program, ...rest] = [...command, ...own, ...args];
    child = spawn(file, rest, { stdio: "ignore" });
    while ((await askRedis(url)) !== "ready") await sleep(20);
    pid = await readPid(url);
    watchdog = killOnExit(pid, folder);
  }

  async function kill(): Promise<void> {
    watchdog?.cancel();
    watchdog = undefined;
    const ended = new Promise((resolve) => child?.once("exit", resolve));
    process.kill(pid, "SIGKILL");
    await ended;
    pid = 0;
  }

  return {
    url,
    start,
    kill,
    async losePower() {
      const synced = await readSyncedBytes(log);
      const files = await readdir(folder, { recursive: true });
      for (const file of files.filter((name) => name.endsWith(".incr.aof")))
        await truncate(join(folder, file), synced.get(join(folder, file)) ?? 0);
    },
    async remove() {
      if (pid > 0) await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
