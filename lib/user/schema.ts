import { z } from "zod";
import { atMost, line, REQUIRED } from "#lib/validation.ts";
import { isCommonPassword } from "./common-passwords.ts";

/** bcrypt ignores everything after byte 72. */
const MAX_PASSWORD_BYTES = 72;
const MIN_PASSWORD_CHARACTERS = 8;

export const username = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    "must begin with a letter or digit and contain only letters, digits, dots, dashes and underscores",
  )
  // It would be taken for the number of another user.
  .regex(/\D/, "must not consist of digits only")
  .min(3, "must have at least 3 characters")
  .max(32, atMost(32));
export const email = z.string().trim().toLowerCase().max(254, atMost(254)).pipe(z.email("is not an e-mail address"));
/** The form in which a password is hashed and compared: the same whatever keyboard it was typed on (NIST SP 800-63B). */
export function normalizePassword(text: string): string {
  return text.normalize("NFKC");
}

/** Whether bcrypt takes all of a password into account. */
export function fitsBcrypt(text: string): boolean {
  return new TextEncoder().encode(normalizePassword(text)).length <= MAX_PASSWORD_BYTES;
}

/** A new password: 8 characters to 72 bytes of any kind, no composition rules, no common password (OWASP ASVS 6.2). */
export const newPassword = z
  .string()
  .refine((text) => [...normalizePassword(text)].length >= MIN_PASSWORD_CHARACTERS, "must have at least 8 characters")
  .refine(fitsBcrypt, "must have at most 72 bytes, because bcrypt ignores the rest")
  .refine((text) => !isCommonPassword(text), "is too common; choose another")
  .meta({ description: "8 characters to 72 bytes; not one of the most common passwords" });

/** The error for a password that anybody could derive from the user's name or address. */
export const OWN_NAME = "must not be your username or e-mail address";

/** Whether a password is just the user's name, their e-mail address or the part of it before the @. */
export function repeatsOwner(text: string, owner: { username: string; email: string }): boolean {
  const lower = normalizePassword(text).toLowerCase();
  const address = owner.email.toLowerCase();
  return [owner.username.toLowerCase(), address, address.split("@")[0]].includes(lower);
}

export const registerBody = z
  .object({ username, email, password: newPassword })
  .refine((body) => !repeatsOwner(body.password, body), { path: ["password"], error: OWN_NAME });
/** Only the length is checked: no reply tells whether a name or password could exist before they are compared. */
export const loginBody = z.object({
  username: z.string().min(1, REQUIRED).max(254),
  password: z.string().min(1, REQUIRED).max(1024),
});

const personName = line(64);
export const profileBody = z.object({
  username,
  email,
  firstName: personName.default(""),
  lastName: personName.default(""),
});
export type ProfileInput = z.output<typeof profileBody>;

/** A new password and the current one. */
export const passwordBody = z.object({
  current: z.string().min(1, REQUIRED).max(1024),
  password: newPassword,
});

/** The reply to HGETALL user:<id>. */
export const userHash = z.object({
  username: z.string(),
  email: z.string().default(""),
  first_name: z.string().default(""),
  last_name: z.string().default(""),
  password_hash: z.string().default(""),
  role: z.enum(["shopper", "admin"]).catch("shopper"),
  created_at: z.coerce.number().default(0),
  /** when the account was disabled; present only while it is */
  disabled_at: z.string().optional(),
});

/** A user without the password. */
export interface User {
  id: string;
  username: string;
  email: string;
  firstName: string;
  lastName: string;
  role: "shopper" | "admin";
  disabled: boolean;
  /** ISO 8601 */
  createdAt: string;
}

/** What the API returns of the user of a session. */
export type PublicUser = Pick<User, "id" | "username" | "role">;

/** The part of a user that the API returns with a session. */
export function toPublicUser({ id, username, role }: User): PublicUser {
  return { id, username, role };
}

/** The error for a name that somebody else has. There is none for an e-mail address: it would reveal who has an account. */
export const TAKEN = "is taken";
