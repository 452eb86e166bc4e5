import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ErrorReply } from "redis";
import { makeClient } from "#lib/redis/connection.ts";
import { refusalOf } from "#lib/redis/trouble.ts";

/** A Redis server that this process started. */
export interface LaunchedRedis {
  url: string;
  child: ChildProcess;
  /** Ends the server and waits until it has gone. Idempotent. */
  stop(): Promise<void>;
}

/** How long a server may take to answer, in milliseconds. */
const START_MS = 60_000;

/** The server programs that speak the protocol, in order of preference. */
const PROGRAMS = ["redis-server", "valkey-server"];
/** Where package managers install servers without always adding the folder to PATH. */
const FOLDERS = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin", "/snap/bin"];

/** The path of a Redis or Valkey server on this machine, or null. */
export function findRedisServer(): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...FOLDERS];
  for (const program of PROGRAMS) {
    const found = folders.find((folder) => folder && existsSync(join(folder, program)));
    if (found) return join(found, program);
  }
  return null;
}

/** The path of a program that belongs to the server, such as `check-aof`, which lies beside it; or null. */
export function findServerTool(name: string): string | null {
  const path = findRedisServer()?.replace(/server$/, name);
  return path && existsSync(path) ? path : null;
}

/** The state of a server, asked once: "ready", "loading" its data, "refused" (wrong password) or "away". */
export async function askRedis(url: string): Promise<"ready" | "loading" | "refused" | "away"> {
  const client = makeClient(url, { reconnect: false });
  try {
    await client.connect();
    await client.ping();
    return "ready";
  } catch (error) {
    if (!(error instanceof ErrorReply)) return "away";
    // Even a ping is refused by a server that can't save its data.
    if (refusalOf(error) === "MISCONF") return "ready";
    return error.message.startsWith("LOADING") ? "loading" : "refused";
  } finally {
    if (client.isOpen) client.destroy();
  }
}

/**
 * Starts a Redis server and waits until it answers. It is detached, so that Ctrl-C in a terminal does not reach it; it
 * is stopped explicitly.
 * @param url where it will answer
 * @param args of the server program: a configuration file or `--name value` pairs
 * @throws Error with the last lines of its output when it exits before it answers, or does not answer within 60 s; loading
 *   its data may take longer
 */
export async function launchRedis(url: string, args: readonly string[]): Promise<LaunchedRedis> {
  const program = findRedisServer();
  if (!program)
    throw new Error("There is no redis-server or valkey-server on this machine: apt-get install redis-server");
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  let output = "";
  const keep = (chunk: Buffer) => {
    output = (output + chunk).slice(-2000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  let ended = false;
  const exit = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  }).then(() => {
    ended = true;
  });
  const stop = async () => {
    if (ended) return;
    child.kill("SIGTERM");
    const timeout = AbortSignal.timeout(10_000);
    await Promise.race([exit, sleep(10_000, undefined, { signal: timeout, ref: false }).catch(() => {})]);
    if (!ended) child.kill("SIGKILL");
    await exit;
  };
  let until = performance.now() + START_MS;
  while (performance.now() < until && !ended) {
    const state = await askRedis(url);
    if (state === "ready" && !ended) return { url, child, stop };
    if (state === "loading") until = performance.now() + START_MS;
    await Promise.race([exit, sleep(20)]);
  }
  await stop();
  throw new Error(`${program} did not start:\n${output.trim()}`);
}
