import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { Socket } from "node:net";
import { join } from "node:path";
import type { StartParams } from "#lib/migration/schema.ts";
import { finishBeforeLeaving } from "#lib/process/leaving.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/** There is one migration at a time, on all processes of the store: its process has the lease, and renews it. */

/** How long it lasts after it was renewed, in milliseconds; Redis may be frozen for so long on purpose. */
export const LEASE_MS = 20_000;

/**
 * Starts a migration in a process of its own, which ends with this one.
 * @returns null if one is under way already
 */
export async function startMigration(params: StartParams): Promise<ChildProcess | null> {
  const run = randomBytes(6).toString("hex");
  const options = { condition: "NX", expiration: { type: "PX", value: LEASE_MS } } as const;
  const isFree = await withRedis((redis) => redis.set(keys.migrationLease, run, options));
  if (isFree === null) return null;
  await withRedis((redis) => redis.del(keys.migrationStatus));
  const file = join(process.cwd(), "lib/migration/run/runner.ts");
  const child = spawn(process.execPath, [file, run, JSON.stringify(params)], {
    stdio: ["pipe", "ignore", "inherit"],
    detached: true,
  });
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  finishBeforeLeaving(once(child, "exit"));
  return child;
}
