import { z } from "zod";
import { isCommonPassword } from "./common-passwords.ts";

/** bcrypt ignores what comes after byte 72 (DESIGN §6). */
const MAX_PASSWORD_BYTES = 72;
const MIN_PASSWORD_CHARACTERS = 8;

export const username = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    "may hold letters, digits, dots, dashes and underscores, and begins with a letter or digit",
  )
  .min(3, "needs 3 characters or more")
  .max(32, "may have 32 characters at most");
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "may have 254 characters at most")
  .pipe(z.email("is not an e-mail address"));
/** The form in which a password is hashed and compared: typed on a Mac or on Windows, it is the same (NIST SP 800-63B). */
export function normalizePassword(text: string): string {
  return text.normalize("NFKC");
}

/** Whether bcrypt reads a password to its end. */
export function fitsBcrypt(text: string): boolean {
  return new TextEncoder().encode(normalizePassword(text)).length <= MAX_PASSWORD_BYTES;
}

/** A password that somebody chooses: all characters are welcome, no rules of composition, nothing that everybody chooses. */
export const newPassword = z
  .string()
  .refine((text) => [...normalizePassword(text)].length >= MIN_PASSWORD_CHARACTERS, "needs 8 characters or more")
  .refine(fitsBcrypt, "may have 72 bytes at most: what comes after them would not be checked")
  .refine((text) => !isCommonPassword(text), "is one of the passwords that everybody tries first; choose another");

/** What is said of a password that repeats what everybody can know of its owner. */
export const OWN_NAME = "must not be your username or e-mail address";

/** Whether a password is nothing but its owner's name or address. */
export function repeatsOwner(text: string, owner: { username: string; email: string }): boolean {
  const lower = normalizePassword(text).toLowerCase();
  const address = owner.email.toLowerCase();
  return [owner.username.toLowerCase(), address, address.split("@")[0]].includes(lower);
}

export const registerBody = z
  .object({ username, email, password: newPassword })
  .refine((body) => !repeatsOwner(body.password, body), { path: ["password"], error: OWN_NAME });
/** Only bounded: whether a name or password could exist is not told before they are compared. */
export const loginBody = z.object({
  username: z.string().min(1, "is needed").max(254),
  password: z.string().min(1, "is needed").max(1024),
});

const personName = z
  .string()
  .trim()
  .max(64, "may have 64 characters at most")
  .regex(/^\P{Cc}*$/u, "must be one line of text");
export const profileBody = z.object({
  username,
  email,
  firstName: personName.default(""),
  lastName: personName.default(""),
});
export type ProfileInput = z.output<typeof profileBody>;

/** A new password and the current one. */
export const passwordBody = z.object({
  current: z.string().min(1, "is needed").max(1024),
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
  /** when an administrator shut the account; there only while it is shut */
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

/** What the API shows of the user of a session. */
export type PublicUser = Pick<User, "id" | "username" | "role">;

/** The part of a user that the API shows. */
export function toPublicUser({ id, username, role }: User): PublicUser {
  return { id, username, role };
}

/** What is said of a name that somebody else has. Of an e-mail address that is known, nothing is said. */
export const TAKEN = "is taken";
