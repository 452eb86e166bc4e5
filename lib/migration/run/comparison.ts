import { nextPage } from "#lib/migration/backfill.ts";
import { keyOf, keyText, type Lifetimes, type StoredRecord } from "#lib/migration/records/record.ts";
import { BEGINNING, type Position } from "#lib/migration/records/walk.ts";
import type { RedisStore } from "#lib/migration/redis/redis-store.ts";
import type { MigrationStatus } from "#lib/migration/schema.ts";
import type { SqlStore } from "#lib/migration/sql/sql-store.ts";
import { compareKey, type Mismatch } from "#lib/migration/verify.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

const BATCH = 100;
/** Mismatches that are kept to be looked at. */
const KEPT = 1000;

/** A record as text, without what is secret. */
function maskedText(record: StoredRecord | null): string {
  if (record === null) return "";
  return JSON.stringify(record.kind === "user" ? { ...record, passwordHash: "…", email: "…" } : record);
}

/** Compares all records of SQL with Redis, again and again; what differs is noted, and mended. */
export class Comparison {
  /** the last time that all records were looked at; null before the first in this phase */
  full: { records: number; differences: number } | null = null;
  /** records that were compared */
  reads = 0;
  mismatches: MigrationStatus["mismatches"] = { missing: 0, stale: 0, extra: 0, field: 0, explained: 0 };
  private cleanSince = performance.now();
  private position: Position = BEGINNING;
  private soFar = { records: 0, differences: 0 };
  private readonly redis: Redis;
  private readonly lifetimes: Lifetimes;

  constructor(redis: Redis, lifetimes: Lifetimes) {
    this.redis = redis;
    this.lifetimes = lifetimes;
  }

  /** How long nothing has differed without an explanation, in seconds. */
  get secondsWithout(): number {
    return (performance.now() - this.cleanSince) / 1000;
  }

  /** @param anew whether everything has to be looked at once more */
  beginStep(anew: boolean): void {
    this.cleanSince = performance.now();
    if (anew) [this.full, this.position, this.soFar] = [null, BEGINNING, { records: 0, differences: 0 }];
  }

  /** Compares the next records. */
  async step(sql: SqlStore, copy: RedisStore): Promise<void> {
    const { records, next } = await nextPage(sql, this.position, BATCH);
    const found = await Promise.all(records.map((record) => compareKey(sql, copy, keyOf(record), this.lifetimes)));
    this.reads += records.length;
    this.soFar.records += records.length;
    for (const mismatch of found) {
      if (!mismatch) continue;
      this.mismatches = { ...this.mismatches, [mismatch.class]: this.mismatches[mismatch.class] + 1 };
      if (mismatch.class === "explained") continue;
      this.soFar.differences++;
      this.cleanSince = performance.now();
      await this.keep(mismatch);
      await this.mend(mismatch, sql, copy);
    }
    if (next === null) [this.full, this.soFar] = [this.soFar, { records: 0, differences: 0 }];
    this.position = next ?? BEGINNING;
  }

  private async keep({ key, class: kind, fields, expected, found }: Mismatch): Promise<void> {
    const trim = { TRIM: { strategy: "MAXLEN", strategyModifier: "~", threshold: KEPT } } as const;
    const entry = {
      ...{ at: new Date().toISOString(), class: kind, key: keyText(key), fields: fields.join(" ") },
      ...{ expected: maskedText(expected), found: maskedText(found) },
    };
    await this.redis.xAdd(keys.migrationMismatches, "*", entry, trim);
  }

  /** Writes what SQL has over what Redis has. */
  private async mend({ key }: Mismatch, sql: SqlStore, copy: RedisStore): Promise<void> {
    const record = await sql.read(key);
    await copy.forget(key);
    if (record) await copy.follow(record);
  }
}
