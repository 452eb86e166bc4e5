import { createHash } from "node:crypto";
import { isUserId } from "#lib/owner.ts";

/**
 * The id by which the uses of a discount code and the units of a SKU with a purchase limit are counted: the user id, or
 * for a guest a digest of the e-mail address, so that the address is not stored with them. A guest with another address
 * counts as another shopper, and so does a user who has signed out.
 */
export function shopperId(owner: string, email: string): string {
  if (isUserId(owner)) return owner;
  return `~${createHash("sha256").update(email.trim().toLowerCase()).digest("base64url").slice(0, 22)}`;
}
