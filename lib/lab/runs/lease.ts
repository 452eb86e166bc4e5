import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { renewLock } from "#lib/redis/tasks/renew-lock.ts";
import { unlock } from "#lib/redis/tasks/unlock.ts";

/**
 * The lease of the active run. Only one run is active at a time on all processes of the store; its process renews the
 * lease about five times a second, and a run whose lease has expired is dead.
 */

/** The lease expires this long after its last renewal, in milliseconds. */
export const LEASE_MS = 15_000;
/** The first lease has to last until the process of the run is up, in milliseconds. */
const STARTUP_MS = 20_000;

async function setIfFree(redis: Redis, id: string, leaseMs: number): Promise<boolean> {
  const options = { condition: "NX", expiration: { type: "PX", value: leaseMs } } as const;
  return (await redis.set(keys.activeRun, id, options)) === "OK";
}

/** Acquires the lease for a run that is about to start. One round trip. @returns false if another run holds it */
export function acquireLease(redis: Redis, id: string): Promise<boolean> {
  return setIfFree(redis, id, STARTUP_MS);
}

/** Extends the lease by 15 seconds. One round trip. @returns false if this run does not hold it any more */
export function renewLease(redis: Redis, id: string): Promise<boolean> {
  return renewLock(redis, { lock: keys.activeRun, token: id, lockMs: LEASE_MS });
}

/** Releases the lease if this run holds it. One round trip. */
export async function releaseLease(redis: Redis, id: string): Promise<void> {
  await unlock(redis, { lock: keys.activeRun, token: id });
}

/**
 * Acquires the lease for a run that has started before, or renews it, so that no other process cleans up after that
 * run at the same time. Two round trips at most.
 * @returns false if another run holds it
 */
export async function holdLease(id: string): Promise<boolean> {
  return withRedis(async (redis) => (await setIfFree(redis, id, LEASE_MS)) || renewLease(redis, id));
}
