import { Secret, TOTP } from "otpauth";
import { z } from "zod";
import { isCurrentSeal, seal, unseal } from "#lib/crypto/seal.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { flatten } from "#lib/redis/script.ts";
import { nowMs, nowSeconds } from "#lib/time.ts";
import type { User } from "#lib/user/schema.ts";
import { dropFactor } from "./drop-factor.ts";
import { consumeTotpStep } from "./scripts/consume-totp-step.ts";
import { putFactor } from "./scripts/put-factor.ts";

/**
 * Codes of an authenticator app (TOTP, RFC 6238). The secret lies sealed in Redis: whoever reads the database alone
 * can't make codes.
 */

/** The name by which an app lists the account. */
const ISSUER = "Fake Web Retailer";
/** What is commonly supported: SHA-1, 6 digits, 30 s. */
const PERIOD_SECONDS = 30;
/** Steps to each side, for clocks that differ. */
const WINDOW = 1;
/** How long a secret waits to be confirmed by a first code. */
const SETUP_SECONDS = 900;

const sealedSecret = z.object({ totp: z.string() });
const stored = z.object({
  totp_secret: z.string().optional(),
  totp_since: z.coerce.number().optional(),
  totp_pending: z.string().optional(),
  totp_pending_since: z.coerce.number().optional(),
  totp_pending_session: z.string().optional(),
});

function makeTotp(secret: Secret, label: string): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret, algorithm: "SHA1", digits: 6, period: PERIOD_SECONDS });
}

async function openSecret(sealed: string): Promise<Secret | null> {
  const { totp } = sealedSecret.safeParse(await unseal(sealed)).data ?? {};
  return totp ? Secret.fromBase32(totp) : null;
}

const sealSecret = (secret: Secret) => seal({ totp: secret.base32 });

/** The number of the step to which a code belongs; null for a wrong one. */
function stepOf(secret: Secret, code: string): number | null {
  const totp = makeTotp(secret, "");
  const timestamp = nowMs();
  const delta = totp.validate({ token: code, window: WINDOW, timestamp });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}

async function readStored(userId: string) {
  return stored.parse(await withRedis((redis) => redis.hGetAll(keys.userSecondFactor(userId))));
}

/** A secret that waits for its first code. */
export interface TotpSetup {
  /** in base32, for those who type it */
  secret: string;
  /** `otpauth://…`, for a QR code */
  uri: string;
}

/**
 * Begins to set up an authenticator app: draws a secret. One round trip.
 * @param session public id of the session that sets it up: no other one sees the secret or confirms it
 */
export async function beginTotp(userId: string, session: string): Promise<void> {
  const fields = {
    totp_pending: await sealSecret(new Secret({ size: 20 })),
    totp_pending_since: nowSeconds(),
    totp_pending_session: session,
  };
  await withRedis((redis) => redis.hSet(keys.userSecondFactor(userId), fields));
}

/** The sealed secret that waits for its first code, and the secret; null when there is none for this session. */
async function readPending(userId: string, session: string): Promise<{ sealed: string; secret: Secret } | null> {
  const { totp_pending: sealed, totp_pending_since: since = 0, totp_pending_session } = await readStored(userId);
  if (!sealed || totp_pending_session !== session || nowMs() / 1000 - since > SETUP_SECONDS) return null;
  const secret = await openSecret(sealed);
  return secret && { sealed, secret };
}

/**
 * The secret that waits for its first code; null when this session began none or it has waited too long. One round
 * trip.
 */
export async function readTotpSetup(user: Pick<User, "id" | "username">, session: string): Promise<TotpSetup | null> {
  const pending = await readPending(user.id, session);
  return pending && { secret: pending.secret.base32, uri: makeTotp(pending.secret, user.username).toString() };
}

/**
 * Puts an authenticator app into use when it shows the right code, in place of one that was in use. Three round trips.
 * @returns "wrong" for a wrong code, "expired" when this session has nothing to confirm, or the factors have changed
 *   since the user was read
 */
export async function confirmTotp(
  user: Pick<User, "id" | "factorsVersion">,
  session: string,
  code: string,
): Promise<"ok" | "wrong" | "expired"> {
  const pending = await readPending(user.id, session);
  if (!pending) return "expired";
  const step = stepOf(pending.secret, code);
  if (step === null) return "wrong";
  const factor = keys.userSecondFactor(user.id);
  const fields = { totp_step: step, totp_since: nowSeconds() };
  return withRedis(async (redis) => {
    const use = { user: keys.user(user.id), factor, version: user.factorsVersion, most: 0 };
    const put = await putFactor(redis, { ...use, field: "totp_secret", rest: [pending.sealed, ...flatten(fields)] });
    await redis.hDel(factor, ["totp_pending", "totp_pending_since", "totp_pending_session"]);
    return put === "ok" ? "ok" : "expired";
  });
}

/** Takes the authenticator app out of use. One round trip. @returns false when there was none */
export async function removeTotp(userId: string): Promise<boolean> {
  return dropFactor(userId, keys.userSecondFactor(userId), ["totp_secret", "totp_step", "totp_since"]);
}

/** Since when an authenticator app is in use, in seconds since 1970; null without one. One round trip. */
export async function readTotpSince(userId: string): Promise<number | null> {
  const { totp_secret: secret, totp_since: since } = await readStored(userId);
  return secret ? (since ?? 0) : null;
}

/**
 * Whether a code is right and has not been used. A secret that was sealed with an older secret of the store is sealed
 * anew, so that the older one can be removed once everybody has signed in. Two round trips.
 */
export async function verifyTotp(userId: string, code: string): Promise<boolean> {
  const { totp_secret: sealed } = await readStored(userId);
  const secret = sealed ? await openSecret(sealed) : null;
  const step = secret && stepOf(secret, code);
  if (!sealed || !secret || step === null) return false;
  const resealed = isCurrentSeal(sealed) ? "" : await sealSecret(secret);
  const factor = keys.userSecondFactor(userId);
  return withRedis((redis) => consumeTotpStep(redis, { factor, secret: sealed, step, resealed }));
}
