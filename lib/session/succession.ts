import { createHmac } from "node:crypto";
import { GUEST_CART_SECONDS, type Owner } from "../cart/schema.ts";
import { config } from "../config.ts";
import { withRedis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import { guestIdOf } from "./identity.ts";

/** Requests that were under way at a sign-in have arrived after this time, in seconds. */
const IN_FLIGHT_SECONDS = 60;

/** What follows a session that is gone, or whose cart was handed over. */
export type Succession =
  /** Nothing hangs on it: a new session may begin. A sign-in that died halfway may have left lines for a user. */
  | { kind: "none"; unfinishedMergeInto?: Owner }
  /** A guest's cart waits for the session that comes next; it has this sid, whichever request asks first. */
  | { kind: "guest"; sid: string }
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
export async function findSuccession(sid: string): Promise<Succession> {
  const guest = guestIdOf(sid);
  const [cart, movedTo, secondsLeft] = await withRedis((redis) =>
    Promise.all([
      redis.exists(keys.cart(guest)),
      redis.get(keys.cartMovedTo(guest)),
      redis.ttl(keys.cartMovedTo(guest)),
    ]),
  );
  if (movedTo !== null && /^\d+$/.test(movedTo)) {
    if (GUEST_CART_SECONDS - secondsLeft < IN_FLIGHT_SECONDS) return { kind: "signed-in" };
    return cart ? { kind: "none", unfinishedMergeInto: { id: movedTo, guest: false } } : { kind: "none" };
  }
  return cart || movedTo ? { kind: "guest", sid: successorOf(sid) } : { kind: "none" };
}
