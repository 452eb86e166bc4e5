/** What moves: sessions, the lines of carts, and users, each with a version that only grows. */

/** A session. A deleted one stays as a tombstone, so that an older version of it can't come back. */
export interface SessionRecord {
  kind: "session";
  sid: string;
  version: number;
  deleted: boolean;
  /** null for a guest */
  userId: string | null;
  username: string;
  /** seconds since 1970, with decimals, as the other times */
  createdAt: number;
  lastActivity: number;
  currentPage: string;
  pageViews: number;
}

/** A line of a cart. A removed one has the quantity 0. */
export interface LineRecord {
  kind: "line";
  owner: string;
  sku: string;
  quantity: number;
  version: number;
  /** when the cart expires, in seconds since 1970; null for never */
  expiresAt: number | null;
}

/** A user, with the index by which the name is looked up. */
export interface UserRecord {
  kind: "user";
  id: string;
  version: number;
  username: string;
  email: string;
  passwordHash: string;
  createdAt: number;
}

export type StoredRecord = SessionRecord | LineRecord | UserRecord;

/** What a record is called in both stores. */
export type RecordKey =
  | { kind: "session"; sid: string }
  | { kind: "line"; owner: string; sku: string }
  | { kind: "user"; id: string };

export function keyOf(record: StoredRecord): RecordKey {
  switch (record.kind) {
    case "session":
      return { kind: "session", sid: record.sid };
    case "line":
      return { kind: "line", owner: record.owner, sku: record.sku };
    case "user":
      return { kind: "user", id: record.id };
  }
}

/** A key as text, for outboxes and the log; {@link parseKey} reads it. No part of a key contains a line break. */
export function keyText(key: RecordKey): string {
  switch (key.kind) {
    case "session":
      return `session\n${key.sid}`;
    case "line":
      return `line\n${key.owner}\n${key.sku}`;
    case "user":
      return `user\n${key.id}`;
  }
}

/** @throws Error for a text that {@link keyText} has not made */
export function parseKey(text: string): RecordKey {
  const [kind, first = "", second = ""] = text.split("\n");
  if (kind === "session") return { kind, sid: first };
  if (kind === "line") return { kind, owner: first, sku: second };
  if (kind === "user") return { kind, id: first };
  throw new Error(`"${text}" is the key of no record`);
}

/** What a shopper does to a record. Which time it is, the store says that leads. */
export type Change =
  | { verb: "create-user"; id: string; username: string; email: string; passwordHash: string }
  | { verb: "create-session"; sid: string; user: { id: string; username: string } | null }
  | { verb: "touch-session"; sid: string; page: string }
  | { verb: "end-session"; sid: string }
  | { verb: "change-line"; owner: string; guest: boolean; sku: string; quantity: number; mode: "add" | "set" };

/** The key of the record that a change makes or changes. */
export function changedKey(change: Change): RecordKey {
  switch (change.verb) {
    case "create-user":
      return { kind: "user", id: change.id };
    case "change-line":
      return { kind: "line", owner: change.owner, sku: change.sku };
    default:
      return { kind: "session", sid: change.sid };
  }
}

/** Limits of sessions, in seconds. */
export interface Lifetimes {
  idle: number;
  absolute: number;
}

/** When a session expires by itself, in seconds since 1970. */
export function expiryOf({ createdAt, lastActivity }: SessionRecord, { idle, absolute }: Lifetimes): number {
  return Math.min(createdAt + absolute, lastActivity + idle);
}
