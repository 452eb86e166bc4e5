import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { deleteOtherSessions } from "#lib/session/user-sessions.ts";
import { listPasskeys, type Passkey, removePasskey } from "./passkeys.ts";
import { countRecoveryCodes } from "./recovery-codes.ts";
import { readTotpSince, removeTotp } from "./totp.ts";

/** What a user can prove who they are with, besides the password. */
export interface Factors {
  /** since when an authenticator app is in use, in seconds since 1970; null without one */
  totpSince: number | null;
  passkeys: Passkey[];
  /** how many are left */
  recoveryCodes: number;
}

/** Ways to give the second factor. */
export type FactorMethod = "totp" | "passkey" | "recovery-code";

/** The second factors of a user. One round trip. */
export async function readFactors(userId: string): Promise<Factors> {
  const [totpSince, passkeys, recoveryCodes] = await Promise.all([
    readTotpSince(userId),
    listPasskeys(userId),
    countRecoveryCodes(userId),
  ]);
  return { totpSince, passkeys, recoveryCodes };
}

/**
 * The ways in which a user has to give a second factor; none without one. Recovery codes stand in for a factor, they
 * are none themselves.
 */
export function methodsOf({ totpSince, passkeys, recoveryCodes }: Factors): FactorMethod[] {
  const methods: FactorMethod[] = [];
  if (totpSince !== null) methods.push("totp");
  if (passkeys.length > 0) methods.push("passkey");
  if (methods.length > 0 && recoveryCodes > 0) methods.push("recovery-code");
  return methods;
}

/** The keys of a user's second factors. */
export const factorKeys = (userId: string) => [
  keys.userSecondFactor(userId),
  keys.userPasskeys(userId),
  keys.userRecoveryCodes(userId),
];

/**
 * Takes all second factors of a user away and ends the sessions: for an operator who knows that the user has lost them.
 * Four round trips, six when there are sessions. @returns false when there were none
 */
export async function removeFactors(userId: string): Promise<boolean> {
  const { totpSince, passkeys } = await readFactors(userId);
  await Promise.all([removeTotp(userId), ...passkeys.map(({ id }) => removePasskey(userId, id))]);
  await withRedis((redis) => redis.del(factorKeys(userId)));
  await deleteOtherSessions(userId, null);
  return totpSince !== null || passkeys.length > 0;
}
