import { setTimeout as sleep } from "node:timers/promises";
import { shareOf } from "#lib/migration/records/crc16.ts";
import {
  type Change,
  expiryOf,
  keyOf,
  keyText,
  type Lifetimes,
  type LineRecord,
  type SessionRecord,
  type StoredRecord,
} from "#lib/migration/records/record.ts";
import type { RecordStore } from "#lib/migration/records/record-store.ts";
import { nowMs } from "#lib/time.ts";
import type { Control } from "./control.ts";
import { leaderIn, readsRedis, type View, writesBoth } from "./phases.ts";

/**
 * The shop while it moves: every read and every change goes to the store, or the stores, that the phase names. This is the
 * only part that knows of both; what a phase can lose, and why it does not, is in docs/migration.md.
 */

/** While the leader changes, nobody leads: a change waits for so long, in milliseconds. */
const WAIT_FOR_LEADER_MS = 4000;
const RETRY_MS = 10;
/** Nobody waits longer for the store that follows, in milliseconds; and after a failure it is left alone for a while. */
const FOLLOWER_MS = 250;
const LEFT_ALONE_MS = 500;

/** @throws Error if it takes longer; what it does then comes too late, and does no harm */
async function withinFollowerTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The store that follows does not answer")), FOLLOWER_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * What a shopper has been told is done, and the other store may not have: key → version. Whoever reads there for this
 * shopper reads where it was done instead. A shop keeps it in the shopper's cookie; it is nearly always empty.
 */
export type Unmirrored = Map<string, number>;

/** Nobody led for so long that the change was given up; it was not done. */
export class NoLeaderError extends Error {
  constructor() {
    super("The change was not done: no store led the migration for four seconds");
    this.name = "NoLeaderError";
  }
}

export interface Stores {
  sql: RecordStore;
  /** Redis as it is led with in a phase: with SQL as the one that follows, or alone */
  redis: { both: RecordStore; only: RecordStore };
}

/** Where a read was answered. "repaired": by SQL, after Redis had not got it. */
export type AnsweredBy = "sql" | "redis" | "repaired";

/** How something is read from either store. */
interface Read<T> {
  read: (store: RecordStore) => Promise<T>;
  /** whether Redis has it, and all that the shopper has been told is done */
  isComplete: (found: T) => boolean;
  recordsOf: (found: T) => readonly StoredRecord[];
}

interface Answered<T> {
  found: T;
  by: AnsweredBy;
}

interface ShopOptions {
  stores: Stores;
  control: Pick<Control, "view" | "refresh">;
  lifetimes: Lifetimes;
  /** is told of each read where it was answered, and after how many milliseconds */
  onRead?: (by: AnsweredBy, ms: number) => void;
  /** how long the store that follows is left alone after a failure, in milliseconds */
  restMs?: number;
}

export class MigratingShop {
  private readonly stores: Stores;
  private readonly control: ShopOptions["control"];
  private readonly lifetimes: Lifetimes;
  private readonly onRead: NonNullable<ShopOptions["onRead"]>;
  private readonly restMs: number;
  /** until when the store that follows is not asked, as performance.now() counts */
  private leftAloneUntil = 0;

  constructor({ stores, control, lifetimes, onRead = () => {}, restMs = LEFT_ALONE_MS }: ShopOptions) {
    this.stores = stores;
    this.control = control;
    this.lifetimes = lifetimes;
    this.onRead = onRead;
    this.restMs = restMs;
  }

  /** The stores by their part in a phase. */
  private partsIn({ phase }: View): { leader: RecordStore; follower: RecordStore | null } {
    const { sql, redis } = this.stores;
    if (leaderIn(phase) === "sql") return { leader: sql, follower: writesBoth(phase) ? redis.both : null };
    return writesBoth(phase) ? { leader: redis.both, follower: sql } : { leader: redis.only, follower: null };
  }

  /**
   * Does what a shopper asks for. It is done once the store that leads has it; the other one has it by then too, or by its
   * outbox. Two to four round trips.
   * @param unmirrored of this shopper; it is brought up to date
   * @returns the record after the change; null if there was nothing to change, as the session has ended
   * @throws NoLeaderError; and whatever the store that leads throws, after which nobody knows whether it was done
   */
  async change(change: Change, unmirrored: Unmirrored): Promise<StoredRecord | null> {
    const giveUpAt = performance.now() + WAIT_FOR_LEADER_MS;
    for (;;) {
      const { leader, follower } = this.partsIn(this.control.view());
      const led = await leader.lead(change);
      if (led.ok) {
        if (led.record) await this.mirror(led.record, led.entry, leader, follower, unmirrored);
        return led.record;
      }
      if (performance.now() > giveUpAt) throw new NoLeaderError();
      await sleep(RETRY_MS);
      await this.control.refresh();
    }
  }

  /** Brings a change to the store that follows; if that fails, the outbox will. */
  private async mirror(
    record: StoredRecord,
    entry: string | null,
    leader: RecordStore,
    follower: RecordStore | null,
    unmirrored: Unmirrored,
  ): Promise<void> {
    // Before the other store is written to at all, nobody reads there; and a process that is late in the first phase writes
    // to the outbox all the same.
    if (!follower) return;
    const key = keyText(keyOf(record));
    try {
      // "not-following": it leads by now, and had taken over what there was before it did.
      await this.askFollower(() => follower.follow(record));
      unmirrored.delete(key);
    } catch {
      unmirrored.set(key, record.version);
      return;
    }
    // The shopper has waited enough. If it fails, the record is brought over once more, which changes nothing.
    if (entry) void leader.settle(entry).catch(() => {});
  }

  /** Asks the store that does not lead, whose failure is none of the shopper's. @throws at once while it is left alone */
  private async askFollower<T>(ask: () => Promise<T>): Promise<T> {
    if (performance.now() < this.leftAloneUntil) throw new Error("The store that follows is left alone");
    try {
      return await withinFollowerTime(ask());
    } catch (error) {
      this.leftAloneUntil = performance.now() + this.restMs;
      throw error;
    }
  }

  /** Whether a session is over: deleted, or expired by the clock. */
  private isOver(record: SessionRecord): boolean {
    return record.deleted || expiryOf(record, this.lifetimes) <= nowMs() / 1000;
  }

  /** A session; null when there is none. One round trip; one more where Redis may not have what this shopper did. */
  async readSession(sid: string, unmirrored: Unmirrored): Promise<SessionRecord | null> {
    const key = { kind: "session", sid } as const;
    const found = await this.answer<StoredRecord | null>(sid, {
      read: (store) => store.read(key),
      isComplete: (found) => found !== null && found.version >= (unmirrored.get(keyText(key)) ?? 0),
      recordsOf: (found) => (found ? [found] : []),
    });
    return found?.kind === "session" && !this.isOver(found) ? found : null;
  }

  /**
   * The lines of a cart, by SKU. One round trip, or two as for a session.
   * @param sid of the session that asks: it decides where is read
   */
  async readCart(sid: string, owner: string, unmirrored: Unmirrored): Promise<Map<string, number>> {
    const prefix = keyText({ kind: "line", owner, sku: "" });
    const awaited = [...unmirrored].filter(([key]) => key.startsWith(prefix));
    const lines = await this.answer<LineRecord[]>(sid, {
      read: (store) => store.readCart(owner),
      isComplete(found) {
        const versions = new Map(found.map((line) => [keyText(line), line.version]));
        return found.length > 0 && awaited.every(([key, version]) => (versions.get(key) ?? 0) >= version);
      },
      recordsOf: (found) => found,
    });
    const now = nowMs() / 1000;
    const isLive = ({ quantity, expiresAt }: LineRecord) => quantity > 0 && (expiresAt === null || expiresAt > now);
    return new Map(lines.filter(isLive).map(({ sku, quantity }) => [sku, quantity]));
  }

  /** Answers a read from the store that the phase names, and tells where that was. */
  private async answer<T>(sid: string, asked: Read<T>): Promise<T> {
    const begun = performance.now();
    const { found, by } = (await this.askLeadingRedis(asked)) ?? (await this.askWhileSqlLeads(sid, asked));
    this.onRead(by, performance.now() - begun);
    return found;
  }

  /** Null while SQL leads. */
  private async askLeadingRedis<T>({ read, isComplete }: Read<T>): Promise<Answered<T> | null> {
    const { leader } = this.partsIn(this.control.view());
    if (leader.name === "sql") return null;
    const found = await read(leader);
    // What leads has all that it was told. If it has not, something else leads by now.
    if (!isComplete(found)) await this.control.refresh();
    return leaderIn(this.control.view().phase) === "redis" ? { found, by: "redis" } : null;
  }

  /** SQL answers too where Redis fails, or has not got what this shopper did; what is missing there is brought there. */
  private async askWhileSqlLeads<T>(sid: string, { read, isComplete, recordsOf }: Read<T>): Promise<Answered<T>> {
    const { both } = this.stores.redis;
    const isRedisAsked = readsRedis(this.control.view(), shareOf(sid));
    if (isRedisAsked) {
      const found = await this.askFollower(() => read(both)).catch(() => null);
      if (found !== null && isComplete(found)) return { found, by: "redis" };
    }
    const found = await read(this.stores.sql);
    const missed = isRedisAsked ? recordsOf(found) : [];
    await Promise.all(missed.map((record) => both.follow(record))).catch(() => {});
    return { found, by: missed.length > 0 ? "repaired" : "sql" };
  }
}
