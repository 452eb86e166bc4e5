import { consumeRecoveryCode, normalizeCode } from "#lib/account/second-factor/recovery-codes.ts";
import { verifyTotp } from "#lib/account/second-factor/totp.ts";
import { STRANGER } from "#lib/audit/schema.ts";
import { recordEvent } from "#lib/audit/store.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { consumePoint, giveBack, makeRateLimiter } from "#lib/redis/limits/rate-limiter.ts";
import { type Client, isKnownDevice } from "./known-devices.ts";
import { limitGuesses } from "./rate-limits.ts";

/**
 * Wrong codes of an authenticator app for one account, from all addresses. Six digits can be guessed by someone with
 * many addresses who knows the password, so here an account is closed for the rest of the day. Its owner still has a
 * device that is known, passkeys, and recovery codes, which can't be guessed.
 */
const totpLimiter = makeRateLimiter({ prefix: keys.limitCodes, points: 50, durationSeconds: 86_400 });

/** The method whose code was right, or why none was. */
export type CodeVerdict =
  | { ok: true; method: "totp" | "recovery-code" }
  | { ok: false; reason: "wrong" }
  /** `retryAfter` in seconds */
  | { ok: false; reason: "limited"; retryAfter: number };

/**
 * Verifies a code of an authenticator app, or a recovery code, which is used up. Eight round trips at most.
 * @throws RedisUnavailableError also when only the limits can't be read
 */
export async function verifyCode(userId: string, typed: string, client: Client): Promise<CodeVerdict> {
  const code = typed.replace(/\s/g, "");
  const isTotp = /^\d{6}$/.test(code);
  let closedFor: number | null = null;
  const compare = async () => {
    if (!isTotp) return (await consumeRecoveryCode(userId, normalizeCode(code))) ? "yes" : "no";
    if (await isKnownDevice(userId, client)) return (await verifyTotp(userId, code)) ? "yes" : "no";
    closedFor = await withRedis((redis) => consumePoint(totpLimiter(redis), userId));
    if (closedFor !== null) return "busy";
    if (!(await verifyTotp(userId, code))) return "no";
    await withRedis((redis) => giveBack(totpLimiter(redis), userId));
    return "yes";
  };
  const verdict = await limitGuesses("code", userId, client.address, compare);
  if (verdict === "yes") return { ok: true, method: isTotp ? "totp" : "recovery-code" };
  // So many attempts wait that this one was not made.
  if (verdict === "busy" && closedFor === null) return { ok: false, reason: "limited", retryAfter: 1 };
  const retryAfter = typeof verdict === "object" ? verdict.retryAfter : closedFor;
  const after = retryAfter === null ? "wrong code" : "too many wrong codes";
  const event = { what: "sign-in-failed", who: STRANGER, on: `user:${userId}`, after, ...client } as const;
  // Only someone who knows the password gets here, so its owner is to know.
  await recordEvent(event, { by: "user", user: userId });
  return retryAfter === null ? { ok: false, reason: "wrong" } : { ok: false, reason: "limited", retryAfter };
}
