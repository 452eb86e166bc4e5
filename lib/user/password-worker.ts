import { setPriority } from "node:os";
import bcrypt from "bcryptjs";
import { COST } from "./password-cost.ts";

/** A job for the worker threads: hash a password, or compare it with a hash. */
export type PasswordJob = { password: string; hash?: string };

// On Linux each thread has its own priority, so the thread that serves requests comes first. Elsewhere the call would
// change the whole process.
if (process.platform === "linux") setPriority(5);

/** Runs in a worker thread. @returns the hash, or "yes" or "no" for a comparison */
export default function runPasswordJob({ password, hash }: PasswordJob): string {
  if (hash === undefined) return bcrypt.hashSync(password, COST);
  return bcrypt.compareSync(password, hash) ? "yes" : "no";
}
