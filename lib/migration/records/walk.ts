import type { StoredRecord } from "./record.ts";

/** Walks through all records of a store, in an order in which it can be resumed. */

/** The order: whoever refers to something comes after it. */
export const KINDS = ["user", "session", "line"] as const;
export type Kind = (typeof KINDS)[number];

/** Where a walk has come to: the kind, and the key after which it goes on ("" at the beginning of the kind). */
export interface Position {
  kind: Kind;
  after: string;
}
export const BEGINNING: Position = { kind: "user", after: "" };

/** A store whose records can be walked through. */
export interface Walkable {
  /** the next records of a kind; the position is null at its end */
  page(kind: Kind, after: string, limit: number): Promise<{ records: StoredRecord[]; position: string | null }>;
}
