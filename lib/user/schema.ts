import { z } from "zod";

/** bcrypt ignores what comes after byte 72 (DESIGN §6). */
const MAX_PASSWORD_BYTES = 72;

export const username = z
  .string("is needed")
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    "may hold letters, digits, dots, dashes and underscores, and begins with a letter or digit",
  )
  .min(3, "needs 3 characters or more")
  .max(32, "may have 32 characters at most");
export const email = z
  .string("is needed")
  .trim()
  .toLowerCase()
  .max(254, "may have 254 characters at most")
  .pipe(z.email("is not an e-mail address"));
export const password = z
  .string("is needed")
  .min(8, "needs 8 characters or more")
  .refine(
    (text) => Buffer.byteLength(text) <= MAX_PASSWORD_BYTES,
    "may have 72 bytes at most: what comes after them would not be checked",
  );

export const registerBody = z.object({ username, email, password });
/** Only bounded: whether a name or password could exist is not told before they are compared. */
export const loginBody = z.object({
  username: z.string("is needed").min(1, "is needed").max(254),
  password: z.string("is needed").min(1, "is needed").max(1024),
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
});

/** A user without the password. */
export interface User {
  id: string;
  username: string;
  email: string;
  role: "shopper" | "admin";
}

/** What the API shows of the user of a session. */
export type PublicUser = Pick<User, "id" | "username" | "role">;

/** The part of a user that the API shows. */
export function toPublicUser({ id, username, role }: User): PublicUser {
  return { id, username, role };
}

/** What is said of a name or e-mail that somebody else has. */
export const TAKEN = {
  username: "That username is taken",
  email: "That e-mail address has an account already",
} as const;
