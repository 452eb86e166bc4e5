import type pg from "pg";
import { z } from "zod";
import {
  type Change,
  changedKey,
  type Lifetimes,
  type LineRecord,
  parseKey,
  type RecordKey,
  type StoredRecord,
} from "#lib/migration/records/record.ts";
import type { FollowResult, LeadResult, OutboxEntry, RecordStore } from "#lib/migration/records/record-store.ts";
import { expirySecondsOf } from "#lib/owner.ts";
import { makeStatements, type Statements } from "./statements.ts";

const user = z.object({
  id: z.string(),
  username: z.string(),
  email: z.string(),
  password_hash: z.string(),
  created_at: z.number(),
  version: z.coerce.number(),
});
const session = z.object({
  sid: z.string(),
  user_id: z.string().nullable(),
  username: z.string(),
  created_at: z.number(),
  last_activity: z.number(),
  current_page: z.string(),
  page_views: z.number(),
  version: z.coerce.number(),
  deleted_at: z.number().nullable(),
});
const line = z.object({
  owner: z.string(),
  sku: z.string(),
  quantity: z.number(),
  version: z.coerce.number(),
  expires_at: z.number().nullable(),
});
const led = z.object({ leads: z.boolean(), seq: z.string().nullable() });
const followed = z.object({ follows: z.boolean(), written: z.boolean() });
const outboxRow = z.object({ seq: z.string(), kind: z.string(), key: z.string(), at: z.coerce.number() });
const leaderRow = z.object({ name: z.enum(["sql", "redis", "none"]) });
/** Who leads: none while the leader changes. */
export type Leader = z.output<typeof leaderRow>["name"];
const countRow = z.object({ users: z.number(), sessions: z.number(), lines: z.number() });
const outboxSize = z.object({ length: z.number(), oldest: z.number() });

/** Where a walk through a table has come to; "" at its beginning. */
export type Position = string;

function toRecord(kind: RecordKey["kind"], row: unknown): StoredRecord {
  if (kind === "user") {
    const { password_hash: passwordHash, created_at: createdAt, ...rest } = user.parse(row);
    return { kind, ...rest, passwordHash, createdAt };
  }
  if (kind === "line") {
    const { expires_at: expiresAt, ...rest } = line.parse(row);
    return { kind, ...rest, expiresAt };
  }
  const parsed = session.parse(row);
  return {
    kind,
    ...{ sid: parsed.sid, version: parsed.version, deleted: parsed.deleted_at !== null },
    ...{ userId: parsed.user_id, username: parsed.username },
    ...{ createdAt: parsed.created_at, lastActivity: parsed.last_activity },
    ...{ currentPage: parsed.current_page, pageViews: parsed.page_views },
  };
}

/** Sessions, carts and users in PostgreSQL. Each function is one statement. */
export class SqlStore implements RecordStore {
  readonly name = "sql";
  private readonly pool: Pick<pg.Pool, "query">;
  private readonly lifetimes: Lifetimes;
  private readonly statements: Statements;

  constructor(pool: Pick<pg.Pool, "query">, schema: string, lifetimes: Lifetimes) {
    this.pool = pool;
    this.lifetimes = lifetimes;
    this.statements = makeStatements(schema);
  }

  private async query(name: keyof Statements, values: readonly unknown[] = []): Promise<unknown[]> {
    // A prepared statement belongs to its text: schemas of several migrations may share a connection.
    const { rows } = await this.pool.query({ text: this.statements[name], values: [...values] });
    return rows;
  }

  async lead(change: Change): Promise<LeadResult> {
    const [row] = await this.send(change);
    const { leads, seq } = led.parse(row);
    if (!leads) return { ok: false, reason: "not-leading" };
    if (seq === null) return { ok: true, record: null, entry: null };
    return { ok: true, record: toRecord(changedKey(change).kind, row), entry: seq };
  }

  private send(change: Change): Promise<unknown[]> {
    switch (change.verb) {
      case "create-user":
        return this.query("createUser", [change.id, change.username, change.email, change.passwordHash]);
      case "create-session":
        return this.query("createSession", [change.sid, change.user?.id ?? null, change.user?.username ?? ""]);
      case "touch-session":
        return this.query("touchSession", [
          ...[change.sid, change.page],
          ...[this.lifetimes.idle, this.lifetimes.absolute],
        ]);
      case "end-session":
        return this.query("endSession", [change.sid]);
      case "change-line":
        return this.query("changeLine", [
          ...[change.owner, change.sku, change.quantity, change.mode === "add"],
          expirySecondsOf({ id: change.owner, guest: change.guest }) || null,
        ]);
    }
  }

  async follow(record: StoredRecord): Promise<FollowResult> {
    const [row] = await this.sendRecord(record);
    const { follows, written } = followed.parse(row);
    if (!follows) return "not-following";
    return written ? "written" : "newer";
  }

  private sendRecord(record: StoredRecord): Promise<unknown[]> {
    switch (record.kind) {
      case "user":
        return this.query("followUser", [
          ...[record.id, record.username, record.email, record.passwordHash, record.createdAt, record.version],
        ]);
      case "session":
        return this.query("followSession", [
          ...[record.sid, record.userId, record.username, record.createdAt, record.lastActivity, record.currentPage],
          ...[record.pageViews, record.version, record.deleted ? record.lastActivity : null],
        ]);
      case "line":
        return this.query("followLine", [
          ...[record.owner, record.sku, record.quantity, record.version, record.expiresAt],
        ]);
    }
  }

  async read(key: RecordKey): Promise<StoredRecord | null> {
    const rows = await (key.kind === "line"
      ? this.query("readLine", [key.owner, key.sku])
      : key.kind === "user"
        ? this.query("readUser", [key.id])
        : this.query("readSession", [key.sid]));
    return rows[0] ? toRecord(key.kind, rows[0]) : null;
  }

  async readCart(owner: string): Promise<LineRecord[]> {
    const rows = await this.query("readCart", [owner]);
    return rows.map((row) => toRecord("line", row)).filter((record) => record.kind === "line");
  }

  async settle(entry: string): Promise<void> {
    await this.query("settle", [entry]);
  }

  async listOutbox(limit: number): Promise<OutboxEntry[]> {
    const rows = z.array(outboxRow).parse(await this.query("listOutbox", [limit]));
    return rows.map(({ seq, kind, key, at }) => ({ entry: seq, key: parseKey(`${kind}\n${key}`), at }));
  }

  /** How many entries the outbox has, and how old the oldest is, in milliseconds. */
  async measureOutbox(): Promise<{ length: number; oldestMs: number }> {
    const { length, oldest } = outboxSize.parse((await this.query("outbox"))[0]);
    return { length, oldestMs: oldest };
  }

  /** The next records of a kind, in the order of their keys, and where they end; null at the end of the table. */
  async page(
    kind: RecordKey["kind"],
    after: Position,
    limit: number,
  ): Promise<{ records: StoredRecord[]; position: Position | null }> {
    const [first = "", second = ""] = after.split("\n");
    const rows = await (kind === "line"
      ? this.query("pageOfLines", [first, second, limit])
      : this.query(kind === "user" ? "pageOfUsers" : "pageOfSessions", [first, limit]));
    const records = rows.map((row) => toRecord(kind, row));
    const last = records.at(-1);
    if (!last || records.length < limit) return { records, position: null };
    const position = last.kind === "line" ? `${last.owner}\n${last.sku}` : last.kind === "user" ? last.id : last.sid;
    return { records, position };
  }

  /** How many rows there are of each kind. */
  async count(): Promise<z.output<typeof countRow>> {
    return countRow.parse((await this.query("count"))[0]);
  }

  async readLeader(): Promise<Leader> {
    return leaderRow.parse((await this.query("readLeader"))[0]).name;
  }

  /** Waits until the changes that are under way have ended, and lets none begin that another leader should do. */
  async setLeader(leader: Leader): Promise<void> {
    await this.query("setLeader", [leader]);
  }
}
