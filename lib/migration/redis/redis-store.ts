import { randomUUID } from "node:crypto";
import { z } from "zod";
import { MAX_QUANTITY } from "#lib/cart/limits.ts";
import {
  type Change,
  changedKey,
  expiryOf,
  keyText,
  type Lifetimes,
  type LineRecord,
  parseKey,
  type RecordKey,
  type SessionRecord,
  type StoredRecord,
  type UserRecord,
} from "#lib/migration/records/record.ts";
import {
  type FollowResult,
  GRACE_MS,
  type LeadResult,
  type OutboxEntry,
  type RecordStore,
} from "#lib/migration/records/record-store.ts";
import { expirySecondsOf, GUEST_DATA_SECONDS } from "#lib/owner.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { flatten } from "#lib/redis/script.ts";
import { type FenceMode, fenceOf } from "./fences.ts";
import { followLine } from "./follow-line.ts";
import { followSession } from "./follow-session.ts";
import { followUser } from "./follow-user.ts";
import { leadLine } from "./lead-line.ts";
import { leadSession } from "./lead-session.ts";
import { leadUser } from "./lead-user.ts";

const sessionHash = z.object({
  version: z.coerce.number(),
  user_id: z.string().optional(),
  username: z.string().default(""),
  created_at: z.coerce.number(),
  last_activity: z.coerce.number(),
  current_page: z.string(),
  page_views: z.coerce.number(),
});
const userHash = z.object({
  version: z.coerce.number(),
  username: z.string(),
  email: z.string(),
  password_hash: z.string(),
  created_at: z.coerce.number(),
});

const NOT_LEADING = "not-leading";
const DAY_MS = 86_400_000;
/** Well below the time after which an entry of the outbox is taken to be for a change that was done. */
const NOTED_IN_TIME_MS = GRACE_MS.redis / 4;

type SessionChange = Extract<Change, { sid: string }>;
type LineChange = Extract<Change, { verb: "change-line" }>;
type UserChange = Extract<Change, { verb: "create-user" }>;

/** A record that a script has changed: its values as text, or nothing when there was nothing to change. */
type Led = { ok: false; reason: "not-leading" } | { ok: true; record: StoredRecord | null };

const isGuest = (owner: string) => owner.startsWith("g");

/** Sessions, carts and users in Redis, under the keys that the store uses, with versions beside them. */
export class RedisStore implements RecordStore {
  readonly name = "redis";
  private readonly redis: Redis;
  private readonly lifetimes: Lifetimes;
  private readonly mode: FenceMode;

  /** @param mode what this process believes of the fences: only then it leads */
  constructor(redis: Redis, lifetimes: Lifetimes, mode: FenceMode = "both") {
    this.redis = redis;
    this.lifetimes = lifetimes;
    this.mode = mode;
  }

  /** Tombstones live as long as any session or guest's cart could, and a day. */
  private get tombstoneMs(): number {
    return Math.max(this.lifetimes.absolute, GUEST_DATA_SECONDS) * 1000 + DAY_MS;
  }

  /** Two round trips with the entry in the outbox, which comes first: no change can be without one. */
  async lead(change: Change): Promise<LeadResult> {
    const entry = this.mode === "both" ? await this.note(change) : null;
    const led = await this.send(change);
    if (led.ok && led.record) return { ...led, record: led.record, entry };
    if (entry) await this.settle(entry);
    return led.ok ? { ...led, entry: null } : led;
  }

  /** Writes an entry for a change that is about to be done. One that has become old meanwhile may be gone: it is written anew. */
  private async note(change: Change): Promise<string> {
    const entry = `${keyText(changedKey(change))}\n${randomUUID()}`;
    for (;;) {
      const at = Date.now();
      await this.redis.zAdd(keys.migrationOutbox, { score: at, value: entry });
      if (Date.now() - at < NOTED_IN_TIME_MS) return entry;
    }
  }

  private send(change: Change): Promise<Led> {
    if (change.verb === "create-user") return this.leadUser(change);
    return change.verb === "change-line" ? this.leadLine(change) : this.leadSession(change);
  }

  private async leadSession(change: SessionChange): Promise<Led> {
    const { sid } = change;
    const session = keys.session(sid);
    const user = change.verb === "create-session" ? change.user : null;
    if (user) await this.indexSession(user.id, sid);
    const reply = await leadSession(this.redis, {
      ...{ session, gone: keys.sessionGone(sid), fence: fenceOf(this.redis, session), mode: this.mode },
      verb: change.verb.split("-", 1)[0] ?? "",
      ...{ userId: user?.id ?? "", username: user?.username ?? "" },
      page: change.verb === "touch-session" ? change.page : "",
      ...{ idleSeconds: this.lifetimes.idle, absoluteSeconds: this.lifetimes.absolute, tombstoneMs: this.tombstoneMs },
    });
    if (reply[0] === NOT_LEADING) return { ok: false, reason: NOT_LEADING };
    if (reply.length === 0) return { ok: true, record: null };
    const [version, deleted, userId, username, createdAt, lastActivity, currentPage = "/", pageViews] = reply;
    const record: SessionRecord = {
      ...{ kind: "session", sid, version: Number(version), deleted: deleted === "1" },
      ...{ userId: userId || null, username: username ?? "" },
      ...{
        createdAt: Number(createdAt),
        lastActivity: Number(lastActivity),
        currentPage,
        pageViews: Number(pageViews),
      },
    };
    if (record.deleted && record.userId) await this.redis.zRem(keys.sessionsOf(record.userId), sid);
    return { ok: true, record };
  }

  private async leadLine({ owner, guest, sku, quantity, mode }: LineChange): Promise<Led> {
    const cart = keys.cart(owner);
    const reply = await leadLine(this.redis, {
      ...{ cart, versions: keys.cartVersions(owner), fence: fenceOf(this.redis, cart), mode: this.mode },
      ...{ sku, quantity, how: mode, maxQuantity: MAX_QUANTITY },
      expirySeconds: expirySecondsOf({ id: owner, guest }),
      tombstoneMs: guest ? this.tombstoneMs : 0,
    });
    if (reply[0] === NOT_LEADING) return { ok: false, reason: NOT_LEADING };
    const [version, now, expiresAtMs] = reply.map(Number);
    const expiresAt = expiresAtMs ? expiresAtMs / 1000 : null;
    return { ok: true, record: { kind: "line", owner, sku, quantity: now ?? 0, version: version ?? 0, expiresAt } };
  }

  private async leadUser({ id, username, email, passwordHash }: UserChange): Promise<Led> {
    const user = keys.user(id);
    await this.redis.set(keys.usernameToId(username), id, { condition: "NX" });
    const fields = flatten({ username, email, password_hash: passwordHash, role: "shopper" });
    const reply = await leadUser(this.redis, {
      ...{ user, fence: fenceOf(this.redis, user), mode: this.mode, rest: fields },
    });
    if (reply[0] === NOT_LEADING) return { ok: false, reason: NOT_LEADING };
    if (reply.length === 0) return { ok: true, record: null };
    const [version, createdAt] = reply.map(Number);
    return {
      ok: true,
      record: { kind: "user", id, username, email, passwordHash, version: version ?? 1, createdAt: createdAt ?? 0 },
    };
  }

  /** The index comes before the session, so that every session can be found and revoked. */
  private async indexSession(userId: string, sid: string): Promise<void> {
    const index = keys.sessionsOf(userId);
    await this.redis
      .multi()
      .zAdd(index, { score: Date.now() / 1000, value: sid }, { condition: "NX" })
      .expire(index, this.lifetimes.absolute)
      .exec();
  }

  /** One round trip; two for a session of a user, and for a user. */
  async follow(record: StoredRecord): Promise<FollowResult> {
    const isWritten = await (record.kind === "session"
      ? this.followSession(record)
      : record.kind === "line"
        ? this.followLine(record)
        : this.followUser(record));
    return isWritten ? "written" : "newer";
  }

  private async followSession(record: SessionRecord): Promise<boolean> {
    const { sid, userId, deleted } = record;
    const index = keys.sessionsOf(userId ?? "");
    if (userId && !deleted) await this.indexSession(userId, sid);
    const isWritten = await followSession(this.redis, {
      ...{ session: keys.session(sid), gone: keys.sessionGone(sid), version: record.version, deleted: deleted ? 1 : 0 },
      expiresAtMs: Math.round(expiryOf(record, this.lifetimes) * 1000),
      tombstoneMs: this.tombstoneMs,
      rest: flatten({
        ...(userId ? { user_id: userId, username: record.username } : {}),
        ...{ created_at: record.createdAt.toFixed(3), last_activity: record.lastActivity.toFixed(3) },
        ...{ current_page: record.currentPage, page_views: record.pageViews },
      }),
    });
    if (userId && deleted) await this.redis.zRem(index, sid);
    return isWritten;
  }

  private followLine({ owner, sku, version, quantity, expiresAt }: LineRecord): Promise<boolean> {
    return followLine(this.redis, {
      ...{ cart: keys.cart(owner), versions: keys.cartVersions(owner), sku, version, quantity },
      expiresAtMs: expiresAt === null ? 0 : Math.round(expiresAt * 1000),
      tombstoneMs: isGuest(owner) ? this.tombstoneMs : 0,
    });
  }

  private async followUser({ id, version, username, email, passwordHash, createdAt }: UserRecord): Promise<boolean> {
    await this.redis.set(keys.usernameToId(username), id);
    const fields = { username, email, password_hash: passwordHash, role: "shopper", created_at: createdAt.toFixed(3) };
    return followUser(this.redis, { user: keys.user(id), version, rest: flatten(fields) });
  }

  /** One round trip. */
  async read(key: RecordKey): Promise<StoredRecord | null> {
    if (key.kind === "line") return (await this.readCart(key.owner)).find(({ sku }) => sku === key.sku) ?? null;
    if (key.kind === "user") {
      const hash = userHash.safeParse(await this.redis.hGetAll(keys.user(key.id)));
      if (!hash.success) return null;
      const { password_hash: passwordHash, created_at: createdAt, ...rest } = hash.data;
      return { ...key, ...rest, passwordHash, createdAt };
    }
    return this.readSession(key.sid);
  }

  private async readSession(sid: string): Promise<SessionRecord | null> {
    const [hash, gone] = await Promise.all([
      this.redis.hGetAll(keys.session(sid)),
      this.redis.get(keys.sessionGone(sid)),
    ]);
    const parsed = sessionHash.safeParse(hash);
    const common = { kind: "session", sid } as const;
    if (parsed.success) {
      const { version, user_id, username, created_at, last_activity, current_page, page_views } = parsed.data;
      return {
        ...{ ...common, version, deleted: false, userId: user_id ?? null, username },
        ...{ createdAt: created_at, lastActivity: last_activity, currentPage: current_page, pageViews: page_views },
      };
    }
    if (gone === null) return null;
    const nothing = { userId: null, username: "", createdAt: 0, lastActivity: 0, currentPage: "/", pageViews: 0 };
    return { ...common, version: Number(gone), deleted: true, ...nothing };
  }

  /** One round trip. */
  async readCart(owner: string): Promise<LineRecord[]> {
    const cart = keys.cart(owner);
    const [versions, lines, left] = await Promise.all([
      this.redis.hGetAll(keys.cartVersions(owner)),
      this.redis.hGetAll(cart),
      this.redis.pTTL(cart),
    ]);
    const expiresAt = left > 0 ? (Date.now() + left) / 1000 : null;
    // A line without a version was written by somebody else.
    return [...new Set([...Object.keys(versions), ...Object.keys(lines)])].map((sku) => ({
      ...{
        kind: "line",
        owner,
        sku,
        version: Number(versions[sku] ?? 0),
        quantity: Number(lines[sku] ?? 0),
        expiresAt,
      },
    }));
  }

  /** Removes a record with its version, so that any other is written. Not for what is being shopped with. One round trip. */
  async forget(key: RecordKey): Promise<void> {
    if (key.kind === "session") await this.redis.del([keys.session(key.sid), keys.sessionGone(key.sid)]);
    else if (key.kind === "user") await this.redis.del(keys.user(key.id));
    else
      await Promise.all([
        this.redis.hDel(keys.cart(key.owner), key.sku),
        this.redis.hDel(keys.cartVersions(key.owner), key.sku),
      ]);
  }

  async settle(entry: string): Promise<void> {
    await this.redis.zRem(keys.migrationOutbox, entry);
  }

  async listOutbox(limit: number): Promise<OutboxEntry[]> {
    const entries = await this.redis.zRangeWithScores(keys.migrationOutbox, 0, limit - 1);
    return entries.map(({ value, score }) => ({
      entry: value,
      key: parseKey(value.slice(0, value.lastIndexOf("\n"))),
      at: score,
    }));
  }
}
