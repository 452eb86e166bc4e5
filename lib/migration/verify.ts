import { setTimeout as sleep } from "node:timers/promises";
import { expiryOf, type Lifetimes, type RecordKey, type StoredRecord } from "#lib/migration/records/record.ts";
import type { RecordStore } from "#lib/migration/records/record-store.ts";

/** Compares a record in both stores. The one that leads is right. */

/**
 * What is wrong with the copy: it is not there, it is older, it is there though it should not be, or it says something else
 * in the same version, as when somebody else has written it. "explained" is a difference that is none: what expires at this
 * moment.
 */
export type MismatchClass = "missing" | "stale" | "extra" | "field" | "explained";

export interface Mismatch {
  key: RecordKey;
  class: MismatchClass;
  /** the fields that differ */
  fields: readonly string[];
  expected: StoredRecord | null;
  found: StoredRecord | null;
}

/** A difference may be a change that is under way: both are read again after so long, in milliseconds. */
const AGAIN_MS = 50;
/** Times are kept in milliseconds; and who is about to expire may have done so already. */
const TIME_TOLERANCE = 0.002;
const EXPIRY_TOLERANCE = 1;

const TIMES = ["createdAt", "lastActivity"];

/** A record as far as it is to be the same in both stores; null for none, and for what has ended or was removed. */
function normalize(record: StoredRecord | null, lifetimes: Lifetimes, now: number): StoredRecord | null {
  if (!record) return null;
  if (record.kind === "session" && (record.deleted || expiryOf(record, lifetimes) <= now)) return null;
  if (record.kind === "line" && (record.quantity === 0 || (record.expiresAt !== null && record.expiresAt <= now)))
    return null;
  return record;
}

function differingFields(expected: StoredRecord, found: StoredRecord): string[] {
  const [left, right] = [Object.entries(expected), new Map(Object.entries(found))];
  return left.flatMap(([name, value]) => {
    const other = right.get(name);
    if (value === other) return [];
    const tolerance = name === "expiresAt" ? EXPIRY_TOLERANCE : TIMES.includes(name) ? TIME_TOLERANCE : 0;
    const isClose = typeof value === "number" && typeof other === "number" && Math.abs(value - other) <= tolerance;
    return isClose ? [] : [name];
  });
}

const isExpiring = (record: StoredRecord | null, lifetimes: Lifetimes, now: number) =>
  (record?.kind === "session" && Math.abs(expiryOf(record, lifetimes) - now) < EXPIRY_TOLERANCE) ||
  (record?.kind === "line" && record.expiresAt !== null && Math.abs(record.expiresAt - now) < EXPIRY_TOLERANCE);

/** Compares two readings of one record. @param now seconds since 1970 @returns null if they agree */
export function compareRecords(
  key: RecordKey,
  [expectedRaw, foundRaw]: readonly [StoredRecord | null, StoredRecord | null],
  lifetimes: Lifetimes,
  now: number,
): Mismatch | null {
  const expected = normalize(expectedRaw, lifetimes, now);
  const found = normalize(foundRaw, lifetimes, now);
  const mismatch = (kind: MismatchClass, fields: readonly string[] = []): Mismatch => {
    const isExplained = isExpiring(expected, lifetimes, now) || isExpiring(found, lifetimes, now);
    return { key, class: isExplained ? "explained" : kind, fields, expected, found };
  };
  if (!expected) return found ? mismatch("extra") : null;
  if (!found) return mismatch("missing");
  const fields = differingFields(expected, found);
  if (fields.length === 0) return null;
  return mismatch(found.version < expected.version ? "stale" : "field", fields);
}

/**
 * Compares a record in both stores, in random order; what differs is read again a little later, as a change may be under
 * way. Two round trips in each store at most.
 */
export async function compareKey(
  leader: RecordStore,
  follower: RecordStore,
  key: RecordKey,
  lifetimes: Lifetimes,
): Promise<Mismatch | null> {
  const readBoth = async () => {
    if (Math.random() < 0.5) return [await leader.read(key), await follower.read(key)] as const;
    const found = await follower.read(key);
    return [await leader.read(key), found] as const;
  };
  const compare = async () => compareRecords(key, await readBoth(), lifetimes, Date.now() / 1000);
  const first = await compare();
  if (!first) return null;
  await sleep(AGAIN_MS);
  return compare();
}
