import { tmpdir } from "node:os";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { findServerUser } from "#lib/lab/servers/data-folder.ts";
import { type Postgres, startPostgres } from "#lib/lab/servers/postgres.ts";

/** Gives the calling test file a PostgreSQL of its own, and a pool of connections to it. */
export function setUpPostgres(): { pool: () => pg.Pool; url: () => string } {
  let server: Postgres | undefined;
  let pool: pg.Pool | undefined;
  beforeAll(async () => {
    server = await startPostgres({ owner: await findServerUser(), transport: "tcp", dataParent: tmpdir() });
    pool = new pg.Pool({ connectionString: server.url, max: 20, options: "-c synchronous_commit=off" });
    pool.on("error", () => {});
  }, 120_000);
  afterAll(async () => {
    await pool?.end();
    await server?.stop();
  });
  const started = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("The server exists only while tests run");
    return value;
  };
  return { pool: () => started(pool), url: () => started(server).url };
}
