import type { Redis } from "#lib/redis/client.ts";
import { nowMs } from "#lib/time.ts";

/** The time by the clock of Redis in milliseconds, with a random fraction, so that no two attempts share it. */
export function now(): number {
  return Math.floor(nowMs()) + Math.random();
}

/** Lists work as pending before any of it is done. @param member unique to the worker */
export async function addPendingWork(redis: Redis, list: string, member: string, began: number): Promise<void> {
  await redis.zAdd(list, { score: began, value: member });
}

/** Removes work from the list once all of it is done. */
export async function removePendingWork(redis: Redis, list: string, member: string): Promise<void> {
  await redis.zRem(list, member);
}

/** Work that was listed so long ago that whoever listed it must have been interrupted, oldest first. */
export type Interrupted = { value: string; score: number }[];

/** How far the clocks of two servers may differ that take over from each other, at least, in milliseconds. */
const FUTURE_MS = 3000;

/**
 * Lists work that was interrupted. What was begun in the future counts as well: the clock was set back since, and nobody
 * should wait until it comes. One round trip.
 * @param ageMs since it was listed
 * @param count at most so many of the past, and as many of the future
 */
export async function readInterrupted(redis: Redis, list: string, ageMs: number, count: number): Promise<Interrupted> {
  const now = nowMs();
  const first = { BY: "SCORE", LIMIT: { offset: 0, count } } as const;
  const found = await Promise.all([
    redis.zRangeWithScores(list, "-inf", String(now - ageMs), first),
    redis.zRangeWithScores(list, String(now + Math.max(ageMs, FUTURE_MS)), "+inf", first),
  ]);
  return found.flat();
}
