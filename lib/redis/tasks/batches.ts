/**
 * Members that one command takes at most. ElastiCache Serverless refuses a command with more than 3,999 arguments, and
 * each member of a sorted set is two.
 */
const MAX_MEMBERS = 1000;

/** Does work that sends one command for any number of members, in batches that every server takes, at once. */
export async function inBatches<T>(all: readonly T[], work: (batch: T[]) => Promise<unknown>): Promise<void> {
  const batches: Promise<unknown>[] = [];
  for (let from = 0; from < all.length; from += MAX_MEMBERS) batches.push(work(all.slice(from, from + MAX_MEMBERS)));
  await Promise.all(batches);
}
