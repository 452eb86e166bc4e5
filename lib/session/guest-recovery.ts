import { createHmac } from "node:crypto";
import { config } from "#lib/config.ts";
import { GUEST_DATA_SECONDS, type Owner } from "#lib/owner.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { guestIdOf } from "./identity.ts";
import type { Session } from "./schema.ts";
import { getSession } from "./store.ts";

/** Requests that were under way at a sign-in have arrived after this time, in seconds. */
const IN_FLIGHT_SECONDS = 60;
/** A guest who comes back after this many sessions have run out begins anew. */
const MOST_HOPS = 5;

/** What follows a session that is gone, or whose cart was handed over. */
export type GuestRecovery =
  /** Nothing hangs on it: a new session may begin. */
  | { kind: "none" }
  /** What a guest had waits for the session that comes next; it has this sid, whichever request asks first, and may live already. */
  | { kind: "guest"; from: string; sid: string; live: Session | null }
  /** It became a user's some time ago. A sign-in that died halfway may have left things for that user. */
  | { kind: "used"; from: string; unfinishedMergeInto?: Owner }
  /** It has just been signed in: a new guest cookie would overwrite the cookie that is on its way to the browser. */
  | { kind: "signed-in" };

/**
 * The sid that follows a guest's: the same for two tabs that come back at once and for a retry after a crash, and
 * not to be guessed without the secret.
 */
function successorOf(sid: string): string {
  const secret = config().SESSION_SECRET?.[0] ?? "";
  return createHmac("sha256", secret).update(`successor of ${sid}`).digest().subarray(0, 16).toString("base64url");
}

/** What follows a sid. One round trip. */
async function lookUp(sid: string): Promise<GuestRecovery> {
  const guest = guestIdOf(sid);
  const [cart, wishlist, movedTo, secondsLeft] = await withRedis((redis) =>
    Promise.all([
      redis.exists(keys.cart(guest)),
      redis.exists(keys.wishlist(guest)),
      redis.get(keys.cartMovedTo(guest)),
      redis.ttl(keys.cartMovedTo(guest)),
    ]),
  );
  const left = cart + wishlist > 0;
  if (movedTo !== null && /^\d+$/.test(movedTo)) {
    if (GUEST_DATA_SECONDS - secondsLeft < IN_FLIGHT_SECONDS) return { kind: "signed-in" };
    return { kind: "used", from: sid, ...(left ? { unfinishedMergeInto: { id: movedTo, guest: false } } : {}) };
  }
  return left || movedTo ? { kind: "guest", from: sid, sid: successorOf(sid), live: null } : { kind: "none" };
}

/**
 * What follows a sid that is gone, along the chain of guest sessions that followed it: a sid that became a user's is
 * never used for a guest again. One round trip for a sid that had nothing, two more for each session in the chain.
 */
export async function findGuestRecovery(sid: string): Promise<GuestRecovery> {
  let found = await lookUp(sid);
  for (let hops = 0; found.kind === "guest" && hops < MOST_HOPS; hops++) {
    const live = await getSession(found.sid);
    if (live) return { ...found, live };
    const after = await lookUp(found.sid);
    if (after.kind === "none") return found;
    found = after;
  }
  return found.kind === "guest" ? { kind: "used", from: found.from } : found;
}
