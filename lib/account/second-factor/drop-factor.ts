import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { dropFactorScript } from "./scripts/drop-factor.ts";

/**
 * Takes a second factor away, and the recovery codes with the last one. One round trip.
 * @param factor the key that holds it
 * @returns false when there was none
 */
export async function dropFactor(userId: string, factor: string, fields: readonly string[]): Promise<boolean> {
  return withRedis((redis) =>
    dropFactorScript(redis, {
      ...{ user: keys.user(userId), factor, totp: keys.userSecondFactor(userId) },
      ...{ passkeys: keys.userPasskeys(userId), codes: keys.userRecoveryCodes(userId), rest: fields },
    }),
  );
}
