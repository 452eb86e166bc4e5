import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Piscina } from "piscina";
import { processWide } from "#lib/process-wide.ts";
import { NOBODY } from "./password-cost.ts";
import type { PasswordJob } from "./password-worker.ts";
import { fitsBcrypt, normalizePassword } from "./schema.ts";

/** Jobs that may wait for a thread; one takes about 65 ms. */
const MAX_WAITING = 200;
const BCRYPT = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

const state = processWide("password-pool", () => ({ pool: null as Piscina<PasswordJob, string> | null }));

/** bcrypt in worker threads: on the main thread 20 sign-ins stall every other request for 350 ms (measured). */
function pool(): Piscina<PasswordJob, string> {
  state.pool ??= new Piscina<PasswordJob, string>({
    filename: join(process.cwd(), "lib/user/password-worker.ts"),
    minThreads: 0,
    // One core is left to the thread that serves requests.
    maxThreads: Math.min(4, Math.max(1, availableParallelism() - 1)),
    maxQueue: MAX_WAITING,
    idleTimeout: 30_000,
  });
  return state.pool;
}

async function run(job: PasswordJob): Promise<string | null> {
  if (pool().queueSize >= MAX_WAITING) return null;
  return pool().run(job);
}

/** bcrypt hash of a password of at most 72 bytes; null when too many are waiting already. */
export async function hashPassword(password: string): Promise<string | null> {
  return run({ password: normalizePassword(password) });
}

/**
 * What a password is compared with: without a usable hash, and for a password of more than 72 bytes (of which bcrypt
 * would compare the first 72 only), the hash of nobody, so that saying no takes the same time.
 */
export function hashToCompare(password: string, hash: string | null): string {
  return hash !== null && BCRYPT.test(hash) && fitsBcrypt(password) ? hash : NOBODY;
}

/** Whether a password fits a hash, after the same time in any case; "busy" when too many are waiting already. */
export async function verifyPassword(password: string, hash: string | null): Promise<"yes" | "no" | "busy"> {
  const compared = hashToCompare(password, hash);
  const answer = await run({ password: normalizePassword(password).slice(0, 72), hash: compared });
  if (answer === null) return "busy";
  return compared === hash && answer === "yes" ? "yes" : "no";
}

/** Ends the threads; the next use starts others. */
export async function closePasswordPool(): Promise<void> {
  const { pool } = state;
  state.pool = null;
  await pool?.destroy();
}
