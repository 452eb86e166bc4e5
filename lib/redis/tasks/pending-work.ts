import type { Redis } from "#lib/redis/client.ts";

/** The time in milliseconds plus a random fraction, so that no two attempts share it. */
export function now(): number {
  return Date.now() + Math.random();
}

/** Lists work as pending before any of it is done. @param member unique to the worker */
export async function addPendingWork(redis: Redis, list: string, member: string, began: number): Promise<void> {
  await redis.zAdd(list, { score: began, value: member });
}

/** Removes work from the list once all of it is done. */
export async function removePendingWork(redis: Redis, list: string, member: string): Promise<void> {
  await redis.zRem(list, member);
}
