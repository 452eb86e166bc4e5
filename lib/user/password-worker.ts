import bcrypt from "bcryptjs";

/** A job for the worker threads: hash a password, or compare it with a hash. */
export type PasswordJob = { password: string; hash?: string };

const COST = 10;

/** Runs in a worker thread. @returns the hash, or "yes" or "no" for a comparison */
export default async function work({ password, hash }: PasswordJob): Promise<string> {
  if (hash === undefined) return bcrypt.hash(password, COST);
  return (await bcrypt.compare(password, hash)) ? "yes" : "no";
}
