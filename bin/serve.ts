import { randomBytes } from "node:crypto";
import { mkdirSync, realpathSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Config, describeNamedRedis, isOnAllAddresses, loadConfig, localOrigin, nameRedis } from "#lib/config.ts";
import { readOrMakeSecret } from "#lib/crypto/secret.ts";
import { makePool } from "#lib/front/pool/pool.ts";
import { findPort } from "#lib/net/port.ts";
import { describeRedisAddress } from "#lib/net/redis-address.ts";
import { removeServerAddress, type ServerAddress, writeServerAddress } from "#lib/net/server-address.ts";
import { closeRedis } from "#lib/redis/client.ts";
import { type PrivateServer, startPrivateServer } from "#lib/redis/server/private-server.ts";
import { findWeakness } from "#lib/user/password-rules.ts";
import { exitWithError, logStep } from "./install/bootstrap.mjs";
import { prepareStore, watchForEmptyRedis } from "./primary/prepare-store.ts";
import { repairData } from "./primary/repair-data.ts";
import { isTerminalThere } from "./support/terminal.ts";

/**
 * The primary process of `npm start`: it prepares Redis, keeps the server processes alive and hands them connections.
 */

const USAGE = `npm start [-- --repair]

  --repair  cut off what the store's own Redis can't read of its data, keep a copy, say what was lost, and start`;

/** @returns whether the data is to be repaired first */
function readRepair(): boolean {
  try {
    const { values } = parseArgs({ options: { repair: { type: "boolean" }, help: { type: "boolean", short: "h" } } });
    if (!values.help) return values.repair ?? false;
  } catch (error) {
    exitWithError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
  console.log(USAGE);
  process.exit(0);
}

/**
 * Half of the memory that each thread of a server process has for young objects, in MB. Node.js takes twice as much on
 * its own: with that, 1,500 pages and API requests took a process to 596 MB, with this to 511 MB, and with half of this
 * to 487 MB, at 15 µs more of garbage collection a request.
 */
const YOUNG_MB = 32;

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
  nameRedis(server.url);
  if (server.copyOf)
    logStep(`Redis: this is a copy of ${server.copyOf}, whose Redis is left alone; the copy has one of its own`);
  logStep(`Redis: ${describeRedisAddress(server.url)}, with data and password in ${config.DATA_DIR}/redis`);
  return server;
}

/** A weak password is no reason not to start: the store may be one that nobody else can reach. */
function warnOfWeakPassword({ ADMIN_PASSWORD, ADMIN_USERNAME }: Config): void {
  const weakness = ADMIN_PASSWORD && findWeakness(ADMIN_PASSWORD, { username: ADMIN_USERNAME, email: "" });
  if (weakness) logStep(`Warning: ADMIN_PASSWORD is weak; it ${weakness}`);
}

const shallRepair = readRepair();
// Who starts a store in a terminal wants to see its address and its password, not a line for each request.
if (process.stdout.isTTY) process.env.LOG_LEVEL ||= "warn";
const config = readConfig();
warnOfWeakPassword(config);
// Next.js has to know its port before it listens: it calls itself when an action redirects or belongs to another page.
if (config.PORT === 0) config.PORT = await findPort();
process.env.PORT = String(config.PORT);
let dataDir = resolve(config.DATA_DIR);
try {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  dataDir = realpathSync(dataDir);
} catch (error) {
  exitWithError(`DATA_DIR: ${dataDir} is not a usable folder: ${error instanceof Error ? error.message : error}`);
}
process.env.DATA_DIR = dataDir;
process.env.SESSION_SECRET ||= readOrMakeSecret(dataDir);
// By it the server processes recognise what Next.js sends from one to another.
process.env.FWR_OWN_SECRET = randomBytes(16).toString("hex");
const hadTerminal = isTerminalThere();

let stopping = 0;
let connecting: Promise<PrivateServer | null> | null = null;

/**
 * Stops everything in order. One Ctrl-C arrives twice, from the terminal and from npm; a later one does not wait.
 * @param drainSeconds how long connections are still accepted by a store that says that it is not ready
 */
async function stop(code: number, drainSeconds = 0): Promise<void> {
  if (stopping) {
    if (Date.now() - stopping > 1000) pool.kill();
    return;
  }
  stopping = Date.now();
  removeServerAddress(dataDir);
  pool.drain();
  if (listener.listening) await sleep(drainSeconds * 1000);
  listener.close();
  await pool.stop();
  await closeRedis();
  await (await connecting)?.release();
  process.exit(code);
}

const address: ServerAddress = {
  url: localOrigin(config),
  processes: config.WEB_CONCURRENCY,
  pid: process.pid,
  dataDir,
  reloads: 0,
  failure: null,
};

/** Replaces the server processes, and notes the result for `npm run reload`. */
async function reload(): Promise<void> {
  if (stopping) return;
  logStep("Reload: the server processes are replaced one by one");
  address.failure = await pool.reload();
  if (stopping) return;
  address.reloads++;
  writeServerAddress(dataDir, address);
  logStep(address.failure ? `Reload: not done, as ${address.failure}` : "Reload: done");
}

process.on("SIGINT", () => void stop(0));
process.on("SIGTERM", () => void stop(0, config.DRAIN_SECONDS));
// The end of the terminal sends the same signal as an operator who wants a reload.
process.on("SIGHUP", () => void (hadTerminal && !isTerminalThere() ? stop(0) : reload()));
// When the process that started this one is killed, nobody else would end it.
process.on("disconnect", () => void stop(0));

// The server processes load while the store is being filled. They open when it is, or when Redis takes too long.
const opening = Promise.withResolvers<void>();
const pool = makePool({
  file: new URL("worker.ts", import.meta.url).pathname,
  execArgv: [...process.execArgv, `--max-semi-space-size=${YOUNG_MB}`],
  size: config.WEB_CONCURRENCY,
  opening: opening.promise,
  // In development a process compiles for long, or stands at a breakpoint.
  askEveryMs: process.env.FWR_DEV === "1" ? 0 : 2000,
  say: (text) => console.error(text),
  onFailure: () => void stop(1),
});
const listener = createServer({ pauseOnConnect: true, noDelay: true }, pool.accept);
listener.on("error", (error: NodeJS.ErrnoException) => {
  const { PORT, HOST } = config;
  if (error.code === "EADDRINUSE")
    console.error(`\nPORT: ${PORT} is taken by another program. Type:  PORT=${PORT + 1} npm start\n`);
  else console.error(`\nHOST: ${HOST} is not an address of this machine (${error.code}).\n`);
  void stop(1);
});

if (shallRepair) await repairData(config);
connecting = connectRedis(config);
await connecting;
const prepared = prepareStore(config, opening.resolve);
void prepared.then(() => {
  opening.resolve();
  return watchForEmptyRedis(config);
});
if (!stopping) pool.start();
await pool.firstServes;
if (!stopping) listener.listen(config.PORT, config.HOST);
await pool.allServe;
if (!stopping) {
  const processes = config.WEB_CONCURRENCY > 1 ? ` by ${config.WEB_CONCURRENCY} processes` : "";
  writeServerAddress(dataDir, address);
  const reach = isOnAllAddresses(config)
    ? "HOST: open to the network"
    : `HOST: ${config.HOST} alone; HOST=0.0.0.0 opens the store to the network`;
  logStep(reach);
  logStep(`Open ${address.url}${processes} (Ctrl-C stops everything)`);
}
