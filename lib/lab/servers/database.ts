import pg from "pg";
import { z } from "zod";

/** The database of a comparison, whoever started it. */

/** It answers within so many milliseconds, or can't be used. */
const PATIENCE_MS = 5000;

const settings = z.object({ version: z.string(), fsync: z.string() });

/** The version of a database, and whether what it has confirmed is on disk. @throws Error with a plain reason when it can't be used */
export async function describeDatabase(url: string, where: string): Promise<string> {
  if (!/^postgres(ql)?:\/\//.test(url)) throw new Error(`${where} must start with postgres://`);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PATIENCE_MS });
  client.on("error", () => {});
  try {
    await client.connect();
    const text = "select current_setting('server_version') as version, current_setting('fsync') as fsync";
    const { version, fsync } = settings.parse((await client.query(text)).rows[0]);
    return `PostgreSQL ${version}, fsync ${fsync}, ${where}`;
  } catch (error) {
    throw new Error(`The database of ${where} can't be used: ${reasonOf(error)}`);
  } finally {
    await client.end().catch(() => {});
  }
}

/** A name that has several addresses fails once for each, and says so without a message. */
function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}

/** The schemas in which a comparison keeps its tables, and nothing else. */
export function labSchema(run: string, synchronousCommit: "on" | "off"): string {
  return `lab_${run}_${synchronousCommit}`;
}

/** Removes what a comparison made in the database of `DATABASE_URL`. Idempotent. */
export async function dropLabSchemas(run: string): Promise<void> {
  const client = new pg.Client({
    connectionString: process.env.DATABASE_URL,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    for (const setting of ["on", "off"] as const)
      await client.query(`drop schema if exists ${labSchema(run, setting)} cascade`);
  } catch {
    // A database that can't be reached holds up nobody: its schemas say by their name whose they are.
  } finally {
    await client.end().catch(() => {});
  }
}
