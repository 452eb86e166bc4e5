import { isUserId } from "#lib/owner.ts";
import type { Redis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { digestEmail } from "#lib/user/email-digest.ts";

/**
 * Who a shopper is when the uses of a discount code and the units of a SKU with a purchase limit are counted: every id by
 * which an order may be known, separated by spaces. An id is that of a user, or the digest of an e-mail address. Two
 * orders are of one shopper if they share an id, so an account counts together with what was bought under its addresses
 * as a guest. Somebody with several addresses that no account connects counts as several shoppers.
 *
 * A user is known by the account, the addresses that it has and has had, and the address of the order; a guest by the
 * address of the order and the account that has it. One round trip.
 * @param email of the order, as the store writes it (trimmed, in lower case); "" when it is not known yet
 * @returns "" for a guest without an address
 */
export async function identifyShopper(redis: Redis, owner: string, email: string): Promise<string> {
  const ids = email === "" ? [] : [digestEmail(email)];
  if (isUserId(owner)) {
    const [present, former] = await Promise.all([
      redis.hGet(keys.user(owner), "email"),
      redis.zRange(keys.userEmails(owner), 0, -1),
    ]);
    ids.unshift(owner, ...(present ? [digestEmail(present)] : []), ...former);
  } else if (email !== "") {
    const account = await redis.get(keys.emailToId(email));
    if (account !== null && isUserId(account)) ids.push(account);
  }
  return [...new Set(ids)].join(" ");
}

/** The same for an order: what it was written with. Orders of earlier versions have only one id. */
export function shopperOf({ shopper, owner, email }: { shopper: string; owner: string; email: string }): string {
  return shopper || (isUserId(owner) ? owner : digestEmail(email));
}
