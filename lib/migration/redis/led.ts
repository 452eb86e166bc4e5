import type { Lifetimes, StoredRecord } from "#lib/migration/records/record.ts";
import { GUEST_DATA_SECONDS } from "#lib/owner.ts";
import type { Redis } from "#lib/redis/client.ts";
import type { FenceMode } from "./fences.ts";

/** What the three kinds of records have in common in Redis. */

/** Where records are, and how this process believes they are led. */
export interface Side {
  redis: Redis;
  lifetimes: Lifetimes;
  mode: FenceMode;
}

/** What a script says when the fence is another than this process believes. */
export const NOT_LEADING = "not-leading";

/** A record that a script has changed, or null when there was nothing to change. */
export type Led = { ok: false; reason: typeof NOT_LEADING } | { ok: true; record: StoredRecord | null };

export const notLeading: Led = { ok: false, reason: NOT_LEADING };

const DAY_MS = 86_400_000;

/** How long a tombstone is kept, in milliseconds: a day more than a session or the cart of a guest can last. */
export const tombstoneMs = ({ lifetimes }: Side): number =>
  Math.max(lifetimes.absolute, GUEST_DATA_SECONDS) * 1000 + DAY_MS;
