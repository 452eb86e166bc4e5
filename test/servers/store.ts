import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { killOnExit } from "#lib/process/kill-on-exit.ts";
import { findPrimary } from "#lib/redis/sentinel.ts";

/** A running store: the project's server on a free port, with its own data. */
export interface Store {
  url: string;
  dataDir: string;
  /** `redis://…` or `unix://…` */
  redisUrl: string;
  child: ChildProcess;
  /** the lines that it has printed so far */
  output: readonly string[];
  /** Stops the server, and the Redis that it started. The data is kept. Idempotent. */
  stop(): Promise<void>;
  /** Stops the server and removes its data. */
  remove(): Promise<void>;
}

interface StoreOptions {
  /** of an earlier store, to restart it */
  dataDir?: string;
  /** of the command line, such as `--repair` */
  args?: readonly string[];
  env?: Record<string, string>;
}

/** The password of the administrator `admin` of every store that a test starts. */
export const ADMIN_PASSWORD = "the store is always open";

/** A quiet machine needs two seconds, a busy one more than sixty. */
const START_MS = 120_000;

/** The URL of a store's Redis: of a cluster the first node, under Sentinel the primary. */
async function findRedis(dataDir: string, env: StoreOptions["env"] = {}): Promise<string> {
  if (env.REDIS_CLUSTER) return `redis://${env.REDIS_CLUSTER.split(",")[0]}`;
  const { REDIS_SENTINEL: nodes, REDIS_SENTINEL_MASTER: master = "mymaster" } = env;
  if (nodes) return findPrimary({ nodes, master });
  return env.REDIS_URL || (await readFile(join(dataDir, "redis/url"), "utf8")).trim();
}

/** Starts the built store. @throws Error with the output of the server if it is not ready within two minutes */
export async function startStore(options: StoreOptions = {}): Promise<Store> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "fwr-e2e-")));
  const child = spawn(process.execPath, ["bin/serve.ts", ...(options.args ?? [])], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: "0",
      DRAIN_SECONDS: "0",
      DATA_DIR: dataDir,
      REDIS_URL: "",
      ADMIN_USERNAME: "admin",
      ADMIN_PASSWORD,
      // Nobody reads the line of each request.
      LOG_LEVEL: process.env.LOG_LEVEL || "warn",
      ...options.env,
    },
  });
  // If the tests are killed, the store is stopped too.
  const watchdog = killOnExit(child.pid ?? 0, dataDir, 20);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const output: string[] = [];
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        output.push(line);
        const match = /Open (http:\/\/localhost:\d+)/.exec(line);
        if (match?.[1]) resolve(match[1]);
      });
    }
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await exited;
    watchdog.cancel();
  };
  const timedOut = new Promise<null>((resolve) => setTimeout(() => resolve(null), START_MS).unref());
  const url = await Promise.race([ready, exited.then(() => null), timedOut]);
  if (!url) {
    await stop();
    throw new Error(`The store did not start:\n${output.join("\n")}`);
  }
  return {
    url,
    dataDir,
    redisUrl: await findRedis(dataDir, options.env),
    child,
    output,
    stop,
    async remove() {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
