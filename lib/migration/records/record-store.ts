import type { Change, LineRecord, RecordKey, StoredRecord } from "./record.ts";

/**
 * What either database has to be able to do, so that records can be moved between them. For a shop of one's own these are
 * the functions to write (docs/migration.md). Each of them may be repeated: after a lost reply nobody knows what was done.
 */
export interface RecordStore {
  readonly name: "sql" | "redis";

  /**
   * Does what a shopper asks for, as the store that leads: the record gets a version above all that it has had, and an entry
   * in the outbox is written with it, which {@link settle} removes. Not idempotent.
   */
  lead(change: Change): Promise<LeadResult>;

  /** Writes a record as the store that follows. An older version changes nothing. Idempotent. */
  follow(record: StoredRecord): Promise<FollowResult>;

  /** A record as it is, tombstones too; null if there is none, or if it has expired without a trace. */
  read(key: RecordKey): Promise<StoredRecord | null>;

  /** The lines of a cart, with those that were removed. */
  readCart(owner: string): Promise<LineRecord[]>;

  /** Removes an entry of the outbox, once the other store has the record. Idempotent. */
  settle(entry: string): Promise<void>;

  /** The oldest entries of the outbox. */
  listOutbox(limit: number): Promise<OutboxEntry[]>;

  /** How many entries the outbox has, and how old the oldest is, in milliseconds. */
  measureOutbox(): Promise<{ length: number; oldestMs: number }>;
}

export interface OutboxEntry {
  entry: string;
  key: RecordKey;
  /** when it was written, in milliseconds since 1970 */
  at: number;
}

export type LeadResult =
  | {
      ok: true;
      /** null if there was nothing to change: the session has ended */
      record: StoredRecord | null;
      /** the entry in the outbox, if there is something to tell the other store */
      entry: string | null;
    }
  /** another store leads now, or none while the leader changes: ask the control state, and try again */
  | { ok: false; reason: "not-leading" };

/** "newer": the store has this version or a newer one. "not-following": it leads now, and has taken over what there was. */
export type FollowResult = "written" | "newer" | "not-following";

/**
 * An entry in Redis is written before the change that it is for, as there is no transaction over several slots: only one
 * that is older than this is certain to be for a change that was done, or never will be. In milliseconds.
 */
export const GRACE_MS = { sql: 100, redis: 1000 } as const;
