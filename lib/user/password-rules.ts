import { z } from "zod";
import { isCommonPassword } from "./common-passwords.ts";

/** bcrypt ignores everything after byte 72. */
const MAX_BYTES = 72;
const MIN_CHARACTERS = 8;
/** What nobody sees or can type again: control and format characters, and those that fonts leave out. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * The form in which a password is hashed and compared: the same whatever keyboard it was typed on (NIST SP 800-63B).
 */
export function normalizePassword(text: string): string {
  return text.normalize("NFKC");
}

/**
 * Whether bcrypt takes all of a password into account, and of no other. It repeats what it is given with a NUL at each
 * end: to it, `x` and `x\0x` are the same.
 */
export function fitsBcrypt(text: string): boolean {
  return new TextEncoder().encode(normalizePassword(text)).length <= MAX_BYTES && !text.includes("\0");
}

/** The characters that count: one that becomes many by normalization is one, and several that become one are one. */
function countCharacters(text: string): number {
  const lengthOf = (form: string) => [...form.replace(INVISIBLE, "")].length;
  return Math.min(lengthOf(text), lengthOf(normalizePassword(text)));
}

/** Whether a password is a few characters again and again: "abcabcabc". */
const isRepetition = (text: string) => /^(.{1,8}?)\1+$/su.test(text);

/** Whether each character follows the one before it: "abcdefgh", "98765432". */
function isSequence(text: string): boolean {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const steps = new Set(points.slice(1).map((point, i) => point - (points[i] ?? 0)));
  return steps.size === 1 && (steps.has(1) || steps.has(-1));
}

/**
 * A new password: 8 characters to 72 bytes of any kind, no composition rules, nothing that a guesser tries first (OWASP
 * ASVS 6.2).
 */
export const newPassword = z
  .string()
  .refine((text) => !text.includes("\0"), "must not contain a NUL character")
  .refine((text) => countCharacters(text) >= MIN_CHARACTERS, "must have at least 8 visible characters")
  .refine(fitsBcrypt, "must have at most 72 bytes, because bcrypt ignores the rest")
  .refine((text) => !isCommonPassword(text), "is too common; choose another")
  .refine((text) => !isRepetition(normalizePassword(text)), "must not repeat the same few characters")
  .refine((text) => !isSequence(normalizePassword(text)), "must not be a sequence such as abcdefgh")
  .meta({ description: "8 characters to 72 bytes; no common password, repetition or sequence" });

const STORE_WORDS = ["fake", "web", "retailer"];
/** So many letters besides the words that anybody knows make a password one's own. */
const MIN_OTHER_LETTERS = 4;

/** The error for a password that anybody could derive from the user's name or address, or from the store. */
export const OWN_WORDS = "must not be made of your username, your e-mail address or the name of the store";

/**
 * Whether a password is made of the user's name, their e-mail address or the store's name, with a few characters
 * around.
 */
export function repeatsOwner(text: string, owner: { username: string; email: string }): boolean {
  const lower = normalizePassword(text).toLowerCase();
  const address = owner.email.toLowerCase();
  const own = [address, owner.username.toLowerCase(), ...address.split(/[^\p{L}\p{N}]+/u), ...STORE_WORDS];
  let rest = lower;
  // The longest first, so that no part of one is left over.
  for (const word of own.filter(({ length }) => length >= 3).toSorted((a, b) => b.length - a.length))
    rest = rest.replaceAll(word, "");
  return rest !== lower && rest.replace(/[^\p{L}]/gu, "").length < MIN_OTHER_LETTERS;
}

/**
 * What is wrong with a password that was configured and not typed into a form, so that no rule refused it; in words
 * that continue from its name. null for one that the rules allow.
 */
export function findWeakness(text: string, owner: { username: string; email: string }): string | null {
  const parsed = newPassword.safeParse(text);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? "is refused";
  return repeatsOwner(text, owner) ? OWN_WORDS : null;
}
