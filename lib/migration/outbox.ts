import { keyText } from "#lib/migration/records/record.ts";
import { GRACE_MS, type OutboxEntry, type RecordStore } from "#lib/migration/records/record-store.ts";

/** What the store that follows has not got when a change was done comes from the outbox of the one that leads. */

const BATCH = 500;

interface DrainOptions {
  /** entries that are younger are left, in milliseconds */
  olderThanMs?: number;
  now?: () => number;
}

/**
 * Brings the oldest entries to the store that follows: each record as it is now, once. Idempotent, and several may do it at
 * once.
 * @returns how many entries were done away with; 0 when there is nothing to do at the moment
 * @throws what the stores throw; the entries are still there
 */
export async function drainOutbox(
  leader: RecordStore,
  follower: RecordStore,
  { olderThanMs = GRACE_MS[leader.name], now = Date.now }: DrainOptions = {},
): Promise<number> {
  const before = now() - olderThanMs;
  const due = (await leader.listOutbox(BATCH)).filter(({ at }) => at <= before);
  const byKey = new Map<string, OutboxEntry[]>();
  for (const entry of due) {
    const key = keyText(entry.key);
    byKey.set(key, [...(byKey.get(key) ?? []), entry]);
  }
  await Promise.all(
    [...byKey.values()].map(async (entries) => {
      const [first] = entries;
      const record = first && (await leader.read(first.key));
      // What has expired without a trace, expires there too.
      if (record) await follower.follow(record);
      await Promise.all(entries.map(({ entry }) => leader.settle(entry)));
    }),
  );
  return due.length;
}

/** Brings all entries over, while nobody can be writing. @throws what the stores throw */
export async function drainAll(leader: RecordStore, follower: RecordStore): Promise<void> {
  while ((await drainOutbox(leader, follower, { olderThanMs: Number.NEGATIVE_INFINITY })) > 0);
}
