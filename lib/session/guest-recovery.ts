import { createHmac } from "node:crypto";
import { config } from "#lib/config.ts";
import { GUEST_DATA_SECONDS, isUserId, type Owner } from "#lib/owner.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { guestIdOf } from "./identity.ts";
import type { Session } from "./schema.ts";
import { getSession } from "./store.ts";

/** Requests that were in flight at a sign-in have arrived after this time. */
const IN_FLIGHT_SECONDS = 60;
/** Stands in `moved_to` of a guest's cart for the owner into whose cart it went when the guest has signed out. */
export const SIGNED_OUT = "signed-out";
/** A guest who comes back after more expired sessions than this starts with an empty cart. */
const MAX_RECOVERIES = 5;

/** What to do with a cookie whose session has expired or was merged into an account. */
export type GuestRecovery =
  /** There is no data: a new session may begin. */
  | { kind: "none" }
  /** The guest has signed out: a new session may begin, and none with a sid of this chain. */
  | { kind: "signed-out" }
  /** The data of an expired guest session waits to be merged into the session `recoverySid`; `session` if it exists. */
  | { kind: "recoverable"; expiredSid: string; recoverySid: string; session: Session | null }
  /** The guest signed in some time ago. If that sign-in crashed, some data is still to be merged into that user's. */
  | { kind: "merged"; expiredSid: string; unfinishedMergeInto?: Owner }
  /** The guest has signed in just now. A new guest cookie could overwrite the user's cookie in the browser. */
  | { kind: "just-signed-in" };

/**
 * The sid of the session that recovers the data of an expired one. It is derived, so two tabs that come back at once
 * and a retry after a crash get the same session. It can't be guessed without the secret.
 */
function recoverySidOf(sid: string): string {
  const secret = config().SESSION_SECRET?.[0] ?? "";
  return createHmac("sha256", secret).update(`successor of ${sid}`).digest().subarray(0, 16).toString("base64url");
}

/** The state of one expired session, without the sessions that followed it. One round trip. */
async function readRecovery(sid: string): Promise<GuestRecovery> {
  const guest = guestIdOf(sid);
  const [cart, wishlist, movedTo, secondsLeft] = await withRedis((redis) =>
    Promise.all([
      redis.exists(keys.cart(guest)),
      redis.exists(keys.wishlist(guest)),
      redis.get(keys.cartMovedTo(guest)),
      redis.ttl(keys.cartMovedTo(guest)),
    ]),
  );
  if (movedTo === SIGNED_OUT) return { kind: "signed-out" };
  const hasData = cart + wishlist > 0;
  if (movedTo !== null && isUserId(movedTo)) {
    if (GUEST_DATA_SECONDS - secondsLeft < IN_FLIGHT_SECONDS) return { kind: "just-signed-in" };
    const unfinished = hasData ? { unfinishedMergeInto: { id: movedTo, guest: false } } : {};
    return { kind: "merged", expiredSid: sid, ...unfinished };
  }
  if (!hasData && !movedTo) return { kind: "none" };
  return { kind: "recoverable", expiredSid: sid, recoverySid: recoverySidOf(sid), session: null };
}

/**
 * Finds the data of an expired guest session, along the chain of the sessions that recovered it. A sid that was merged
 * into an account is never used for a guest again. One round trip for a sid without data, two more for each session in
 * the chain.
 */
export async function findGuestRecovery(sid: string): Promise<GuestRecovery> {
  let recovery = await readRecovery(sid);
  for (let i = 0; recovery.kind === "recoverable" && i < MAX_RECOVERIES; i++) {
    const session = await getSession(recovery.recoverySid);
    if (session) return { ...recovery, session };
    const next = await readRecovery(recovery.recoverySid);
    if (next.kind === "none") return recovery;
    recovery = next;
  }
  return recovery.kind === "recoverable" ? { kind: "none" } : recovery;
}
