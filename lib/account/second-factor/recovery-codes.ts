import { createHash, randomBytes } from "node:crypto";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";

/** Codes on paper, each good for one sign-in in place of a lost second factor. */

const COUNT = 10;
/** Crockford's base32, without letters that are easily taken for others. */
const ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";
/** Of 5 bits each: 120 bits, so that a plain digest is as good as a slow one (OWASP ASVS 6.5.2 asks for 112). */
const LENGTH = 24;

function makeCode(): string {
  const characters = Array.from(randomBytes(LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
  return (characters.match(/.{4}/g) ?? []).join("-");
}

/**
 * A code as it was typed, without spaces, dashes and lower case, and with letters that were taken for digits corrected.
 */
export function normalizeCode(typed: string): string {
  return typed.replace(/[\s-]/g, "").toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
}

const digestOf = (code: string) => createHash("sha256").update(normalizeCode(code)).digest("base64url");

/**
 * Makes new recovery codes in place of those that were left. One round trip.
 * @returns the codes, which nobody sees again
 */
export async function makeRecoveryCodes(userId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, makeCode);
  const key = keys.userRecoveryCodes(userId);
  await withRedis((redis) => redis.multi().del(key).sAdd(key, codes.map(digestOf)).exec());
  return codes;
}

/** How many recovery codes are left. One round trip. */
export async function countRecoveryCodes(userId: string): Promise<number> {
  return withRedis((redis) => redis.sCard(keys.userRecoveryCodes(userId)));
}

/** Uses a recovery code up. One round trip. @returns false when it is wrong or was used */
export async function consumeRecoveryCode(userId: string, code: string): Promise<boolean> {
  if (normalizeCode(code).length !== LENGTH) return false;
  return (await withRedis((redis) => redis.sRem(keys.userRecoveryCodes(userId), digestOf(code)))) === 1;
}
