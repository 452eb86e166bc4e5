import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "redis";
import { logError } from "#lib/log.ts";
import { findPort } from "#lib/net/port.ts";
import { withFileLock } from "#lib/process/file-lock.ts";
import { explainFailedStart, type Repair, repairFiles } from "./damaged-files.ts";
import { askRedis, type LaunchedRedis, launchRedis } from "./launch.ts";
import {
  addUser,
  findOriginal,
  findServer,
  forgetOriginal,
  listUsers,
  openPrivateFolder,
  type PrivateFolder,
  readPrivateUrl,
  removeUser,
  writePrivateConfig,
} from "./private-folder.ts";

/** The project's own Redis: on a loopback port of its own, with a password, append-only, in DATA_DIR. */
export interface PrivateServer {
  url: string;
  /** the folder that this one is a copy of, if that was noticed at this start: then the server is a new one */
  copyOf: string | null;
  /** Stops using the server; the last process that uses it shuts it down. Idempotent. */
  release(): Promise<void>;
}

/** How long a server that runs may take to reply on a busy machine, in milliseconds. */
const BUSY_MS = 15_000;
/** Before a server that ended is started again, and between two attempts, in milliseconds. */
const RESTART_MS = 200;
const RETRY_MS = 1000;

/** A server in use: one that this process has started, or one that ran already. */
interface Attached {
  url: string;
  launched: LaunchedRedis | null;
}

/** Does something on a connection of its own. @throws Error when the server can't be reached */
async function withPrivateClient<T>(url: string, work: (client: ReturnType<typeof createClient>) => Promise<T>) {
  const client = createClient({ url, socket: { connectTimeout: BUSY_MS, reconnectStrategy: false } });
  client.on("error", () => {});
  try {
    await client.connect();
    return await work(client as ReturnType<typeof createClient>);
  } finally {
    if (client.isOpen) client.destroy();
  }
}

/**
 * The state of the server that answers at an address, as {@link askRedis} has it; "foreign" if it has other files open
 * than those of the folder.
 */
async function askPrivate(folder: PrivateFolder, url: string) {
  const state = await askRedis(url);
  if (state !== "ready" && state !== "loading") return state;
  try {
    const { dir } = await withPrivateClient(url, (client) => client.configGet("dir"));
    // One whose folder was deleted can't say any more where it was.
    const isOurs = dir === folder.path || (dir === "" && !existsSync(folder.path));
    return isOurs ? state : "foreign";
  } catch {
    // It has gone meanwhile.
    return "away";
  }
}

async function shutDown(folder: PrivateFolder, url: string): Promise<void> {
  if ((await askPrivate(folder, url)) === "foreign") return;
  // The server closes the connection instead of replying.
  await withPrivateClient(url, (client) => client.sendCommand(["SHUTDOWN"])).catch(() => {});
  const until = performance.now() + BUSY_MS;
  while (performance.now() < until && (await askRedis(url)) !== "away") await sleep(20);
}

async function launch(folder: PrivateFolder, url: string): Promise<Attached> {
  const logged = statSync(folder.log, { throwIfNoEntry: false })?.size ?? 0;
  try {
    return { url, launched: await launchRedis(url, [folder.conf]) };
  } catch (error) {
    const log = statSync(folder.log, { throwIfNoEntry: false }) ? readFileSync(folder.log).subarray(logged) : "";
    throw new Error(explainFailedStart(folder, error instanceof Error ? error.message : "", String(log)));
  }
}

/**
 * The running server of a folder, or a new one. One process at a time looks and starts.
 * @param known its address, if it is to stay the same, as for a server that has clients
 */
async function attach(folder: PrivateFolder, dataDir: string, known?: string): Promise<Attached> {
  const last = known ?? readPrivateUrl(dataDir);
  const until = performance.now() + BUSY_MS;
  const ask = () => (last ? askPrivate(folder, last) : "away");
  let state = await ask();
  while (state === "loading" || (state === "away" && findServer(folder) && performance.now() < until)) {
    await sleep(100);
    state = await ask();
  }
  if (last && state === "ready") return { url: last, launched: null };
  const pid = findServer(folder);
  if (pid) throw new Error(`The Redis of ${folder.path} (process ${pid}) does not answer. Stop it:  kill ${pid}`);
  const { password, port: lastPort } = last ? new URL(last) : { password: "", port: "0" };
  // Somebody else's server has the password of this one.
  const isKnownElsewhere = state === "foreign";
  // The same port as last time, so that a tool that is connected to it (Redis Insight) finds it again.
  const port = await findPort(Number(lastPort));
  if (known && port !== Number(lastPort)) throw new Error(`Port ${lastPort} of the private Redis is taken`);
  return launch(folder, writePrivateConfig(folder, port, isKnownElsewhere ? "" : password));
}

/** Waits until a server ends. */
async function awaitEnd({ url, launched }: Attached, signal: AbortSignal): Promise<void> {
  if (launched) {
    if (launched.child.exitCode === null && launched.child.signalCode === null)
      await once(launched.child, "exit", { signal });
    return;
  }
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), keepAlive: true });
  socket.on("error", () => {});
  // Redis says nothing to those who ask for nothing.
  socket.resume().unref();
  signal.addEventListener("abort", () => socket.destroy(), { once: true });
  await once(socket, "close", { signal });
}

/** Starts the server again whenever it ends, whichever process has started it, until `signal` aborts. */
async function keepRunning(first: Attached, signal: AbortSignal, again: () => Promise<Attached>): Promise<void> {
  let attached = first;
  while (!signal.aborted) {
    await awaitEnd(attached, signal).catch(() => {});
    await sleep(RESTART_MS, undefined, { ref: false });
    for (let failed = false; !signal.aborted; ) {
      try {
        attached = await again();
        break;
      } catch (error) {
        if (!failed) logError("private-redis-failed", error);
        failed = true;
        await sleep(RETRY_MS, undefined, { ref: false });
      }
    }
  }
}

/**
 * Starts the private server of a data directory, or uses the one that is already running, and restarts it should it
 * crash. Its URL is kept in `<dataDir>/redis/url`, readable by the owner only. A folder that is a copy gets a server,
 * a port and a password of its own.
 * @throws Error when there is no server program, or it does not start
 */
export async function startPrivateServer(dataDir: string): Promise<PrivateServer> {
  const folder = openPrivateFolder(dataDir);
  const locked = <T>(work: () => Promise<T>) => withFileLock(folder.lock, work);
  addUser(folder);
  const released = new AbortController();
  try {
    const copyOf = findOriginal(folder);
    const attached = await locked(async () => {
      if (copyOf) forgetOriginal(folder);
      return attach(folder, dataDir);
    });
    const { url } = attached;
    const again = () => locked(async () => (released.signal.aborted ? attached : attach(folder, dataDir, url)));
    void keepRunning(attached, released.signal, again);
    return {
      url,
      copyOf,
      async release() {
        if (released.signal.aborted) return;
        released.abort();
        // A folder that was deleted has no list of users, and nobody else can find this server any more.
        if (!existsSync(folder.path)) return shutDown(folder, url);
        await locked(async () => {
          removeUser(folder);
          if (listUsers(folder).length === 0) await shutDown(folder, url);
        });
      },
    };
  } catch (error) {
    removeUser(folder);
    throw error;
  }
}

/** The URL of the private server of a data directory; null when it has none, or only that of the folder it is a copy of. */
export async function findPrivateUrl(dataDir: string): Promise<string | null> {
  const url = readPrivateUrl(dataDir);
  return url && (await askPrivate(openPrivateFolder(dataDir), url)) !== "foreign" ? url : null;
}

/** Repairs the files of a private server that does not start; see {@link repairFiles}. */
export async function repairPrivateServer(dataDir: string): Promise<Repair> {
  const folder = openPrivateFolder(dataDir);
  return withFileLock(folder.lock, async () => repairFiles(folder));
}
