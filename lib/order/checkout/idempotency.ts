import { createHash } from "node:crypto";
import type { CheckoutBody } from "#lib/order/schema.ts";

/** Crockford's base 32: without I, L, O and U, so that an order number can be read aloud. */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

const digest = (parts: readonly string[]) => createHash("sha256").update(JSON.stringify(parts)).digest();

/**
 * The id of an order, derived from its owner and idempotency key: the same key leads to the same order, so the order
 * itself is the record of the key. 80 bits.
 */
export function orderIdOf(owner: string, key: string): string {
  return [...digest([owner, key]).subarray(0, 16)].map((byte) => DIGITS[byte % 32]).join("");
}

/** A digest of the body, to detect another body under the same key. */
export function fingerprintOf(body: CheckoutBody): string {
  const { email = "", name, address, city, postcode, country, total, discount } = body;
  const parts = [email, name, address, city, postcode, country, total, ...(discount ? [discount] : [])];
  return digest(parts).toString("base64url").slice(0, 22);
}
