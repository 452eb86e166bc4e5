import { randomUUID } from "node:crypto";
import {
  type Change,
  changedKey,
  keyText,
  type Lifetimes,
  type LineRecord,
  parseKey,
  type RecordKey,
  type StoredRecord,
} from "#lib/migration/records/record.ts";
import {
  type FollowResult,
  GRACE_MS,
  type LeadResult,
  type OutboxEntry,
  type RecordStore,
} from "#lib/migration/records/record-store.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { nowMs } from "#lib/time.ts";
import type { FenceMode } from "./fences.ts";
import type { Led, Side } from "./led.ts";
import { leadLineChange, readLines, writeLine } from "./lines.ts";
import { leadSessionChange, readSession, writeSession } from "./sessions.ts";
import { leadUserChange, readUser, writeUser } from "./users.ts";

/** Well below the time after which an entry of the outbox is taken to be for a change that was done. */
const NOTED_IN_TIME_MS = GRACE_MS.redis / 4;

/** Sessions, carts and users in Redis, under the keys that the store uses, with versions beside them. */
export class RedisStore implements RecordStore {
  readonly name = "redis";
  private readonly side: Side;

  /** @param mode what this process believes of the fences: only then it leads */
  constructor(redis: Redis, lifetimes: Lifetimes, mode: FenceMode = "both") {
    this.side = { redis, lifetimes, mode };
  }

  /** One round trip more than the change, for the entry in the outbox, which comes first: no change can be without one. */
  async lead(change: Change): Promise<LeadResult> {
    const entry = this.side.mode === "both" ? await this.note(change) : null;
    const led = await this.leadChange(change);
    if (led.ok && led.record) return { ok: true, record: led.record, entry };
    if (entry) await this.settle(entry);
    return led.ok ? { ok: true, record: null, entry: null } : led;
  }

  /** Writes an entry for a change that is about to be done. One that has become old meanwhile may be gone: it is written anew. */
  private async note(change: Change): Promise<string> {
    const entry = `${keyText(changedKey(change))}\n${randomUUID()}`;
    for (;;) {
      const at = nowMs();
      await this.side.redis.zAdd(keys.migrationOutbox, { score: at, value: entry });
      if (nowMs() - at < NOTED_IN_TIME_MS) return entry;
    }
  }

  private leadChange(change: Change): Promise<Led> {
    if (change.verb === "create-user") return leadUserChange(this.side, change);
    return change.verb === "change-line" ? leadLineChange(this.side, change) : leadSessionChange(this.side, change);
  }

  async follow(record: StoredRecord): Promise<FollowResult> {
    return (await this.write(record)) ? "written" : "newer";
  }

  private write(record: StoredRecord): Promise<boolean> {
    if (record.kind === "user") return writeUser(this.side, record);
    return record.kind === "line" ? writeLine(this.side, record) : writeSession(this.side, record);
  }

  async read(key: RecordKey): Promise<StoredRecord | null> {
    if (key.kind === "user") return readUser(this.side, key.id);
    if (key.kind === "session") return readSession(this.side, key.sid);
    return (await this.readCart(key.owner)).find(({ sku }) => sku === key.sku) ?? null;
  }

  async readCart(owner: string): Promise<LineRecord[]> {
    return readLines(this.side, owner);
  }

  /** Removes a record with its version, so that any other is written. One round trip. */
  async forget(key: RecordKey): Promise<void> {
    const { redis } = this.side;
    if (key.kind === "session") await redis.del([keys.session(key.sid), keys.sessionGone(key.sid)]);
    else if (key.kind === "user") await redis.del(keys.user(key.id));
    else
      await Promise.all([redis.hDel(keys.cart(key.owner), key.sku), redis.hDel(keys.cartVersions(key.owner), key.sku)]);
  }

  /** One round trip. */
  async settle(entry: string): Promise<void> {
    await this.side.redis.zRem(keys.migrationOutbox, entry);
  }

  /** One round trip. */
  async listOutbox(limit: number): Promise<OutboxEntry[]> {
    const entries = await this.side.redis.zRangeWithScores(keys.migrationOutbox, 0, limit - 1);
    return entries.map(({ value, score }) => ({
      entry: value,
      key: parseKey(value.slice(0, value.lastIndexOf("\n"))),
      at: score,
    }));
  }

  /** How many entries the outbox has, and how old the oldest is, in milliseconds. One round trip. */
  async measureOutbox(): Promise<{ length: number; oldestMs: number }> {
    const [length, [oldest]] = await Promise.all([this.side.redis.zCard(keys.migrationOutbox), this.listOutbox(1)]);
    return { length, oldestMs: oldest ? Math.max(0, nowMs() - oldest.at) : 0 };
  }
}
