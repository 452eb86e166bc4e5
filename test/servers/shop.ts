import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { killOnExit } from "#lib/kill-on-exit.ts";
import { findPrimary } from "#lib/redis/sentinel.ts";

/** A shop of its own: the project's server on a free port, with data of its own. */
export interface Shop {
  url: string;
  dataDir: string;
  /** `redis://…` or `unix://…` */
  redisUrl: string;
  child: ChildProcess;
  /** Ends the server, and the Redis that it started. The data stays. Idempotent. */
  stop(): Promise<void>;
  /** Ends the server and removes its data. */
  remove(): Promise<void>;
}

interface ShopOptions {
  /** of an earlier shop, to start it again */
  dataDir?: string;
  env?: Record<string, string>;
}

/** The password of the administrator `admin` of every shop that a test starts. */
export const ADMIN_PASSWORD = "the till is always open";

/** A quiet machine needs two seconds, a busy one has needed more than sixty. */
const START_MS = 120_000;

/** The address of a shop's Redis; of a cluster, that of its first node; under Sentinel, that of the primary. */
async function findRedis(dataDir: string, env: ShopOptions["env"] = {}): Promise<string> {
  if (env.REDIS_CLUSTER) return `redis://${env.REDIS_CLUSTER.split(",")[0]}`;
  const { REDIS_SENTINEL: nodes, REDIS_SENTINEL_MASTER: master = "mymaster" } = env;
  if (nodes) return findPrimary({ nodes, master });
  return env.REDIS_URL || (await readFile(join(dataDir, "redis/url"), "utf8")).trim();
}

/** Starts the built shop. @throws Error with what the server printed when it does not come up within two minutes */
export async function startShop(options: ShopOptions = {}): Promise<Shop> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "fwr-e2e-")));
  const child = spawn(process.execPath, ["bin/serve.ts"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: "0",
      DATA_DIR: dataDir,
      REDIS_URL: "",
      ADMIN_USERNAME: "admin",
      ADMIN_PASSWORD,
      ...options.env,
    },
  });
  // Tests that are killed take their shop with them.
  const watchdog = killOnExit(child.pid ?? 0, dataDir, 20);
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const printed: string[] = [];
  const opened = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        printed.push(line);
        const match = /Open (http:\/\/localhost:\d+)/.exec(line);
        if (match?.[1]) resolve(match[1]);
      });
    }
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await gone;
    watchdog.cancel();
  };
  const tooLate = new Promise<null>((resolve) => setTimeout(() => resolve(null), START_MS).unref());
  const url = await Promise.race([opened, gone.then(() => null), tooLate]);
  if (!url) {
    await stop();
    throw new Error(`The shop did not start:\n${printed.join("\n")}`);
  }
  return {
    url,
    dataDir,
    redisUrl: await findRedis(dataDir, options.env),
    child,
    stop,
    async remove() {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
