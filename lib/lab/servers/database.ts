import pg from "pg";
import { z } from "zod";
import type { Transport } from "./schema.ts";

/** The database of a comparison, whether it was given or started for the run. */

/** The timeout for connecting, in milliseconds. */
const TIMEOUT_MS = 5000;

const settings = z.object({ version: z.string(), fsync: z.string() });

/**
 * The version of a database and its fsync setting, in words.
 * @param origin where the database comes from, for this text and for errors
 * @throws Error with a plain reason if it cannot be used
 */
export async function describeDatabase(url: string, origin: string): Promise<string> {
  if (!/^postgres(ql)?:\/\//.test(url)) throw new Error(`${origin} must start with postgres://`);
  // Elsewhere in the address an @ means that part of the password was taken for the host, which errors name.
  if (!URL.canParse(url) || /@/.test(new URL(url).pathname + new URL(url).search + new URL(url).hash))
    throw new Error(`${origin} can't be read: in a password write % as %25, / as %2F, # as %23, ? as %3F, @ as %40`);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: TIMEOUT_MS });
  client.on("error", () => {});
  try {
    await client.connect();
    const text = "select current_setting('server_version') as version, current_setting('fsync') as fsync";
    const { version, fsync } = settings.parse((await client.query(text)).rows[0]);
    return `PostgreSQL ${version}, fsync ${fsync}, ${origin}`;
  } catch (error) {
    throw new Error(`The database of ${origin} cannot be used: ${reasonOf(error)}`);
  } finally {
    await client.end().catch(() => {});
  }
}

/** How a database is reached. */
export function databaseTransport(url: string): Transport {
  const { hostname, searchParams } = new URL(url);
  const host = searchParams.get("host") ?? decodeURIComponent(hostname);
  if (host.startsWith("/")) return "unix socket";
  return (searchParams.get("sslmode") ?? "disable") === "disable" ? "tcp" : "tls";
}

/** A host name with several addresses fails once for each, with an AggregateError that has no message. */
function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error ? first.message : String(first);
}

/** The name of the schema that holds the tables of a comparison. */
export function labSchema(run: string, synchronousCommit: "on" | "off"): string {
  return `lab_${run}_${synchronousCommit}`;
}

/** Drops the schemas of a comparison in the database of `DATABASE_URL`. Idempotent. */
export async function dropLabSchemas(run: string): Promise<void> {
  const client = new pg.Client({
    connectionString: process.env.DATABASE_URL,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    for (const setting of ["on", "off"] as const)
      await client.query(`drop schema if exists ${labSchema(run, setting)} cascade`);
  } catch {
    // An unreachable database must not block the clean-up; the names of its schemas show what they belong to.
  } finally {
    await client.end().catch(() => {});
  }
}
