import { Secret, TOTP } from "otpauth";
import { z } from "zod";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { isCurrentSeal, seal, unseal } from "#lib/seal.ts";
import { nowSeconds } from "#lib/time.ts";
import { consumeTotpStep } from "./scripts/consume-totp-step.ts";

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
  const delta = totp.validate({ token: code, window: WINDOW });
  return delta === null ? null : totp.counter() + delta;
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

/** Begins to set up an authenticator app: draws a secret. One round trip. */
export async function beginTotp(userId: string): Promise<void> {
  const pending = await sealSecret(new Secret({ size: 20 }));
  await withRedis((redis) =>
    redis.hSet(keys.userSecondFactor(userId), { totp_pending: pending, totp_pending_since: nowSeconds() }),
  );
}

/** The secret that waits for its first code; null when there is none or it has waited too long. One round trip. */
export async function readTotpSetup(userId: string, username: string): Promise<TotpSetup | null> {
  const { totp_pending: pending, totp_pending_since: since = 0 } = await readStored(userId);
  if (!pending || Date.now() / 1000 - since > SETUP_SECONDS) return null;
  const secret = await openSecret(pending);
  return secret && { secret: secret.base32, uri: makeTotp(secret, username).toString() };
}

/**
 * Puts an authenticator app into use when it shows the right code, in place of one that was in use. Two round trips.
 * @returns "wrong" for a wrong code, "expired" when there is nothing to confirm
 */
export async function confirmTotp(userId: string, code: string): Promise<"ok" | "wrong" | "expired"> {
  const { totp_pending: pending, totp_pending_since: since = 0 } = await readStored(userId);
  const secret = pending && Date.now() / 1000 - since <= SETUP_SECONDS ? await openSecret(pending) : null;
  if (!secret || !pending) return "expired";
  const step = stepOf(secret, code);
  if (step === null) return "wrong";
  await withRedis((redis) => {
    const factor = keys.userSecondFactor(userId);
    return redis
      .multi()
      .hSet(factor, { totp_secret: pending, totp_step: step, totp_since: nowSeconds() })
      .hDel(factor, ["totp_pending", "totp_pending_since"])
      .exec();
  });
  return "ok";
}

/** Takes the authenticator app out of use. One round trip. @returns false when there was none */
export async function removeTotp(userId: string): Promise<boolean> {
  const fields = ["totp_secret", "totp_step", "totp_since"];
  return (await withRedis((redis) => redis.hDel(keys.userSecondFactor(userId), fields))) > 0;
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
