import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Piscina } from "piscina";
import { processWide } from "#lib/process/process-wide.ts";
import { makeTurns } from "#lib/process/turns.ts";
import { beginsBy } from "#lib/redis/timeouts.ts";
import { DUMMY_HASH } from "./password-cost.ts";
import { fitsBcrypt, normalizePassword } from "./password-rules.ts";
import type { PasswordJob } from "./password-worker.ts";

/** One core is left for the thread that serves requests. */
const THREADS = Math.min(4, Math.max(1, availableParallelism() - 1));
/** Jobs that wait for a thread however long that takes: the first thread has to be started. */
const ALWAYS_DONE = 3;
const BCRYPT_HASH = /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/;

const state = processWide("password-pool", () => ({
  pool: null as Piscina<PasswordJob, string> | null,
  takeTurn: makeTurns(THREADS + ALWAYS_DONE),
}));

/** bcrypt runs in worker threads: on the main thread, 20 sign-ins block every other request for 350 ms (measured). */
function pool(): Piscina<PasswordJob, string> {
  state.pool ??= new Piscina<PasswordJob, string>({
    filename: join(process.cwd(), "lib/user/password-worker.ts"),
    minThreads: 0,
    maxThreads: THREADS,
    idleTimeout: 30_000,
  });
  return state.pool;
}

/** A job takes about 65 ms. Null when no thread is free for it before `until`. */
function run(job: PasswordJob, until: number): Promise<string | null> {
  return state.takeTurn("", until, () => pool().run(job));
}

/** The bcrypt hash of a password of at most 72 bytes; null when so many jobs wait that it would take too long. */
export async function hashPassword(password: string): Promise<string | null> {
  return run({ password: normalizePassword(password) }, beginsBy());
}

/**
 * The hash to compare a password with. Without a valid hash, and for a password of more than 72 bytes (of which bcrypt
 * would compare only the first 72), it is the dummy hash, so that a refusal takes the same time.
 */
export function hashToCompare(password: string, hash: string | null): string {
  return hash !== null && BCRYPT_HASH.test(hash) && fitsBcrypt(password) ? hash : DUMMY_HASH;
}

/**
 * Whether a password matches a hash, always after the same time.
 * @param until when the comparison has begun at the latest, in ms of `performance.now()`; else it is "busy"
 */
export async function verifyPassword(
  password: string,
  hash: string | null,
  until = beginsBy(),
): Promise<"yes" | "no" | "busy"> {
  const compared = hashToCompare(password, hash);
  const answer = await run({ password: normalizePassword(password).slice(0, 72), hash: compared }, until);
  if (answer === null) return "busy";
  return compared === hash && answer === "yes" ? "yes" : "no";
}

/** Stops the threads; the next job starts new ones. */
export async function closePasswordPool(): Promise<void> {
  const { pool } = state;
  state.pool = null;
  await pool?.destroy();
}
