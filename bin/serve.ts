import cluster, { type Worker } from "node:cluster";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Config, describeNamedRedis, isOnAllAddresses, loadConfig, localOrigin } from "#lib/config.ts";
import { readOrMakeSecret } from "#lib/crypto/secret.ts";
import { findPort } from "#lib/net/port.ts";
import { describeRedisAddress } from "#lib/net/redis-address.ts";
import { removeServerAddress, writeServerAddress } from "#lib/net/server-address.ts";
import { closeRedis } from "#lib/redis/client.ts";
import { type PrivateServer, startPrivateServer } from "#lib/redis/server/private-server.ts";
import { findWeakness } from "#lib/user/password-rules.ts";
import { exitWithError, logStep } from "./bootstrap.mjs";
import { prepareStore, watchForEmptyRedis } from "./prepare-store.ts";

/** The primary process of `npm start`: it prepares Redis and keeps the server processes alive. */

/** How long a server process may take to finish its requests, in milliseconds. */
const SHUTDOWN_MS = 8000;

/**
 * Half of the memory that each thread of a server process has for young objects, in MB. Node.js takes four times as much
 * on its own: with it, 1,500 pages and API requests took a process to 596 MB, and with this to 487 MB.
 */
const YOUNG_MB = 16;

function readConfig(): Config {
  try {
    return loadConfig();
  } catch (error) {
    return exitWithError(error instanceof Error ? error.message : String(error));
  }
}

async function connectRedis(config: Config): Promise<PrivateServer | null> {
  const named = describeNamedRedis(config);
  if (named) {
    logStep(`Redis: ${named}`);
    return null;
  }
  const server = await startPrivateServer(config.DATA_DIR).catch((error: unknown) =>
    exitWithError(error instanceof Error ? error.message : String(error)),
  );
  process.env.REDIS_URL = server.url;
  logStep(`Redis: ${describeRedisAddress(server.url)}, with data and password in ${config.DATA_DIR}/redis`);
  return server;
}

/** A weak password is no reason not to start: the store may be one that nobody else can reach. */
function warnOfWeakPassword({ ADMIN_PASSWORD, ADMIN_USERNAME }: Config): void {
  const weakness = ADMIN_PASSWORD && findWeakness(ADMIN_PASSWORD, { username: ADMIN_USERNAME, email: "" });
  if (weakness) logStep(`Warning: ADMIN_PASSWORD is weak; it ${weakness}`);
}

// Who starts a store in a terminal wants to see its address and its password, not a line for each request.
if (process.stdout.isTTY) process.env.LOG_LEVEL ||= "warn";
const config = readConfig();
warnOfWeakPassword(config);
// Next.js has to know its port before it listens: it calls itself when an action redirects or belongs to another page.
if (config.PORT === 0) config.PORT = await findPort();
process.env.PORT = String(config.PORT);
const dataDir = resolve(config.DATA_DIR);
try {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
} catch (error) {
  exitWithError(`DATA_DIR: ${dataDir} is not a usable folder: ${error instanceof Error ? error.message : error}`);
}
process.env.DATA_DIR = dataDir;
process.env.SESSION_SECRET ||= readOrMakeSecret(dataDir);
// By it the server processes recognise what Next.js sends from one to another.
process.env.FWR_OWN_SECRET = randomBytes(16).toString("hex");

let stopping = 0;
let server: PrivateServer | null = null;

function listWorkers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker): worker is Worker => worker !== undefined);
}

/** Stops everything in order. One Ctrl-C arrives twice, from the terminal and from npm; a later one does not wait. */
async function stop(code: number): Promise<void> {
  if (stopping) {
    if (Date.now() - stopping > 1000) for (const worker of listWorkers()) worker.process.kill("SIGKILL");
    return;
  }
  stopping = Date.now();
  if (ready >= config.WEB_CONCURRENCY) removeServerAddress(dataDir);
  const workers = listWorkers();
  const exited = Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("exit", resolve))));
  for (const worker of workers) worker.process.kill("SIGTERM");
  await Promise.race([exited, sleep(SHUTDOWN_MS)]);
  for (const worker of workers) worker.process.kill("SIGKILL");
  await closeRedis();
  await server?.release();
  process.exit(code);
}

process.on("SIGINT", () => void stop(0));
process.on("SIGTERM", () => void stop(0));
process.on("SIGHUP", () => void stop(0));

server = await connectRedis(config);
// The server processes load while the store is being filled. They open when it is, or when Redis takes too long.
const away = Promise.withResolvers<void>();
const prepared = prepareStore(config, away.resolve);
void prepared.then(() => watchForEmptyRedis(config));

cluster.setupPrimary({
  exec: new URL("worker.ts", import.meta.url).pathname,
  execArgv: [...process.execArgv, `--max-semi-space-size=${YOUNG_MB}`],
});
let ready = 0;
let failures = 0;
cluster.on("online", async (worker) => {
  await Promise.race([prepared, away.promise]);
  if (worker.isConnected()) worker.send("open");
});
cluster.on("message", (_worker, message: unknown) => {
  if (typeof message !== "object" || message === null) return;
  if ("taken" in message) {
    console.error(`\nPORT: ${config.PORT} is taken by another program. Type:  PORT=${config.PORT + 1} npm start\n`);
    void stop(1);
  }
  if ("unusable" in message) {
    console.error(`\nHOST: ${config.HOST} is not an address of this machine (${message.unusable}).\n`);
    void stop(1);
  }
  if ("ready" in message && ++ready === config.WEB_CONCURRENCY) {
    const processes = config.WEB_CONCURRENCY > 1 ? ` by ${config.WEB_CONCURRENCY} processes` : "";
    const url = localOrigin(config);
    writeServerAddress(dataDir, { url, processes: config.WEB_CONCURRENCY });
    const reach = isOnAllAddresses(config)
      ? "HOST: open to the network"
      : `HOST: ${config.HOST} alone; HOST=0.0.0.0 opens the store to the network`;
    logStep(reach);
    logStep(`Open ${url}${processes} (Ctrl-C stops everything)`);
  }
});
cluster.on("exit", async (worker, code, signal) => {
  if (stopping) return;
  console.error(`Server process ${worker.process.pid} exited (${signal ?? code}); starting another`);
  // A process that cannot start must not be restarted in a tight loop.
  if (ready < config.WEB_CONCURRENCY && ++failures > 3) void stop(1);
  await sleep(300);
  if (!stopping) cluster.fork();
});
for (let i = 0; i < config.WEB_CONCURRENCY; i++) cluster.fork();
