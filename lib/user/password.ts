import { join } from "node:path";
import { Piscina } from "piscina";
import type { PasswordJob } from "./password-worker.ts";

const POOL = Symbol.for("fwr.passwords");
const holder = globalThis as { [POOL]?: Piscina<PasswordJob, string> };

/** bcrypt in worker threads: on the main thread 20 sign-ins would stall every other request (DESIGN §7). */
function pool(): Piscina<PasswordJob, string> {
  holder[POOL] ??= new Piscina<PasswordJob, string>({
    filename: join(process.cwd(), "lib/user/password-worker.ts"),
    minThreads: 0,
    maxThreads: 2,
    maxQueue: 200,
    idleTimeout: 30_000,
  });
  return holder[POOL];
}

/** bcrypt hash of a password of at most 72 bytes. @throws when 200 jobs are waiting already */
export async function hashPassword(password: string): Promise<string> {
  return pool().run({ password });
}

/** A hash of nobody's password, so that an unknown name takes as long as a wrong password. */
const NOBODY = "$2b$10$CwTycUXWue0Thq9StjUM0uJ8ZC0vVdZ0cq1bZk6hRQb6dFv4aL5a6";

/** Whether a password fits a hash. Without a hash it takes the same time and says no. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const answer = await pool().run({ password, hash: hash || NOBODY });
  return Boolean(hash) && answer === "yes";
}
