import { keys } from "#lib/redis/keys.ts";

/**
 * What the browser of keys never shows, and never changes. The names of `session:<sid>` are shown: the cookie seals its
 * sid with SESSION_SECRET, so a sid alone opens no session. A `sign_in:<token>` needs the second factor still.
 */

/** What is shown in place of a secret. */
export const MASK = "••••••••";

const SECRET_FIELD = /password|secret|token|totp_(?!step|since)/i;

/** Suffixes of companions of a user that hold nothing but what somebody signs in with. */
const CREDENTIALS = ["second_factor", "passkeys", "recovery_codes"];
/** The same, and where the store or a backup keeps what may be one of them. */
const CREDENTIAL_KEY = new RegExp(`^\\{user:[^}]*\\}:(${CREDENTIALS.join("|")})(:|$)`);
const SET_ASIDE = /^\{user:[^}]*\}:(damaged|backup)$/;
const USER = /^user:[^:]+$/;
/** A sign-in or a registration that is under way. */
const UNDER_WAY = /^(sign_in|passkey_challenge|registration_form):/;
const ACTIVITY = /^\{user:[^}]*\}:activity$/;

/** Whether a field of a hash or an entry of a stream is a secret, whatever the key is called. */
export const isSecretField = (key: string, field: string) => SECRET_FIELD.test(field) || isSecretKey(key, "hash");

/**
 * Whether all values of a key are secrets: what somebody signs in with; and what stands in place of a user's hash, as it
 * may be one in another form. Of hashes it is decided field by field.
 */
export function isSecretKey(key: string, type: string): boolean {
  if (CREDENTIAL_KEY.test(key) || UNDER_WAY.test(key)) return true;
  return type !== "hash" && (SET_ASIDE.test(key) || USER.test(key));
}

/** Fields of a user that other keys, or the person's sessions, have to agree with. */
const OF_PAGES = ["username", "email", "role", "disabled_at", "factors_version"];

/** Why a field can't be changed here; null when it can. */
export function whyFieldIsFixed(key: string, field: string): string | null {
  if (isSecretField(key, field)) return "is a secret: whoever could write it could sign in as somebody else";
  if (key.startsWith(keys.session("")))
    return "belongs to a session: changing it would sign somebody in, or make an old sign-in a fresh one";
  if (USER.test(key) && OF_PAGES.includes(field))
    return "is kept in agreement with other keys: change it on the page of the person, or by `npm run user`";
  return whyKeyIsFixed(key);
}

/** Why a key can't be deleted here, nor its lifetime changed; null when it can. */
export function whyKeyIsFixed(key: string): string | null {
  if (key === keys.audit || ACTIVITY.test(key)) return "is the record of what was done, which nobody changes";
  if (CREDENTIAL_KEY.test(key))
    return "protects an account: remove a second factor by `npm run user -- reset-second-factor`";
  return null;
}
