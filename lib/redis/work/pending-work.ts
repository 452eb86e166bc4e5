import type { Redis } from "#lib/redis/client.ts";

/** A moment that no other attempt has: milliseconds and a random fraction. */
export function now(): number {
  return Date.now() + Math.random();
}

/** Announces work before any of it is done, under a member of the list that is the worker's own. */
export async function addPendingWork(redis: Redis, list: string, member: string, began: number): Promise<void> {
  await redis.zAdd(list, { score: began, value: member });
}

/** Takes an announcement back when all work is done. */
export async function removePendingWork(redis: Redis, list: string, member: string): Promise<void> {
  await redis.zRem(list, member);
}
