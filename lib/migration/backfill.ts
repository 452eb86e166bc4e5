import type { StoredRecord } from "#lib/migration/records/record.ts";
import type { RecordStore } from "#lib/migration/records/record-store.ts";
import { KINDS, type Position, type Walkable } from "#lib/migration/records/walk.ts";

/** Brings all records from one store to the other, in an order in which the walk can be resumed. */

/** The next records from a position, and where to go on; null at the end. */
export async function nextPage(
  source: Walkable,
  { kind, after }: Position,
  limit: number,
): Promise<{ records: StoredRecord[]; next: Position | null }> {
  const { records, position } = await source.page(kind, after, limit);
  if (position !== null) return { records, next: { kind, after: position } };
  const nextKind = KINDS[KINDS.indexOf(kind) + 1];
  return { records, next: nextKind ? { kind: nextKind, after: "" } : null };
}

/**
 * One step of a backfill: the next records are written where they are missing or older. Idempotent: a step that is done
 * again, or from an older position, changes nothing that is newer.
 * @returns where to go on, null at the end, and how many records were looked at
 */
export async function backfillStep(
  source: Walkable,
  target: RecordStore,
  position: Position,
  limit: number,
): Promise<{ next: Position | null; count: number }> {
  const { records, next } = await nextPage(source, position, limit);
  await Promise.all(records.map((record) => target.follow(record)));
  return { next, count: records.length };
}
