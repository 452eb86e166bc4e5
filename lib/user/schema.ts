import { z } from "zod";
import { atMost, line, REQUIRED } from "#lib/validation.ts";
import { newPassword, OWN_WORDS, repeatsOwner } from "./password-rules.ts";

/**
 * A name as it was meant: the keyboard of a phone adds a space after a word, and what is copied from a page may begin or
 * end with characters that nobody sees.
 */
const trimmedName = z.string().overwrite((text) => text.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, ""));

export const username = trimmedName
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    "must begin with a letter or digit and contain only letters, digits, dots, dashes and underscores",
  )
  // It would be taken for the number of another user.
  .regex(/\D/, "must not consist of digits only")
  .min(3, "must have at least 3 characters")
  .max(32, atMost(32));
export const email = z.string().trim().toLowerCase().max(254, atMost(254)).pipe(z.email("is not an e-mail address"));
const personName = line(64);
/** What people are called is theirs to tell or not. */
const personNames = { firstName: personName.default(""), lastName: personName.default("") };

export const registerBody = z
  .object({ username, email, password: newPassword, ...personNames })
  .refine((body) => !repeatsOwner(body.password, body), { path: ["password"], error: OWN_WORDS });
/** Only the length is checked: no reply tells whether a name or password could exist before they are compared. */
export const loginBody = z.object({
  username: trimmedName.min(1, REQUIRED).max(254),
  password: z.string().min(1, REQUIRED).max(1024),
});

export const profileBody = z.object({ username, email, ...personNames });
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
  factors_version: z.coerce.number().int().default(0),
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
  /** raised by each change of the second factors, as a sign-in under way has to notice it */
  factorsVersion: number;
  /** ISO 8601 */
  createdAt: string;
}

/** What the API returns of the user of a session. */
export type PublicUser = Pick<User, "id" | "username" | "role">;

/** The part of a user that the API returns with a session. */
export function toPublicUser({ id, username, role }: User): PublicUser {
  return { id, username, role };
}

/**
 * The error for a name that somebody else has. There is none for an e-mail address: it would reveal who has an account.
 */
export const TAKEN = "is taken";
