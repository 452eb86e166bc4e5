import { createHash } from "node:crypto";
import { sealData, unsealData } from "iron-session";
import { config } from "#lib/config.ts";

/** Encrypts and signs values with the secrets of the store (SESSION_SECRET), the current one first. */

function secrets(): readonly string[] {
  const all = config().SESSION_SECRET;
  if (!all) throw new Error("SESSION_SECRET is not set; `npm start` makes one");
  return all;
}

/**
 * The number by which a seal names its secret. It is derived from the secret itself rather than from its position in
 * the list, so that a seal still finds its secret after others are added or removed.
 */
function numberOf(secret: string): string {
  return String(createHash("sha256").update(`number of ${secret}`).digest().readUInt32BE(0));
}

/** Seals a value with the current secret. */
export function seal(value: unknown): Promise<string> {
  const current = secrets()[0] ?? "";
  return sealData(value, { password: { [numberOf(current)]: current }, ttl: 0 });
}

/** Whether a seal is made with the current secret: it names its secret in its second part. */
export function isCurrentSeal(text: string): boolean {
  return text.split("*", 2)[1] === numberOf(secrets()[0] ?? "");
}

/**
 * The value in a seal; null when it is forged, truncated or of a secret that the store no longer has. Never rejects.
 */
export async function unseal(text: string): Promise<unknown> {
  const password = Object.fromEntries(secrets().map((secret) => [numberOf(secret), secret]));
  try {
    return await unsealData(text, { password, ttl: 0 });
  } catch {
    return null;
  }
}
