import { randomBytes } from "node:crypto";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import { z } from "zod";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { isoTime, nowMs } from "#lib/time.ts";
import type { User } from "#lib/user/schema.ts";
import { dropFactor } from "./drop-factor.ts";
import { putFactor } from "./scripts/put-factor.ts";
import { updatePasskey } from "./scripts/update-passkey.ts";

/**
 * Passkeys (WebAuthn): a key pair whose private half never leaves the user's device. The device asks for a finger, a
 * face or a PIN, so a passkey is two factors at once, and signs in without a password.
 */

/** The site as browsers know it. */
export interface RelyingParty {
  /** host name; passkeys are bound to it */
  id: string;
  /** scheme, host and port */
  origin: string;
}

/** What a browser signed, with the token of the challenge. */
export interface PasskeyAnswer {
  token: string;
  response: AuthenticationResponseJSON;
}

/** A user has at most so many. */
const MAX_PASSKEYS = 10;
/** How long a challenge can be answered. */
const CHALLENGE_SECONDS = 300;
/** Loaded when the first passkey is used: the library takes 120 ms and 26 MB. */
const loadLibrary = () => import("@simplewebauthn/server");

const storedPasskey = z.object({
  name: z.string(),
  publicKey: z.string(),
  counter: z.int().min(0),
  transports: z.array(z.string()),
  /** where it was made, and is good */
  origin: z.string(),
  /** seconds since 1970 */
  createdAt: z.number(),
  usedAt: z.number().nullable(),
});
type StoredPasskey = z.output<typeof storedPasskey>;

/** A passkey as its user sees it; times are ISO 8601. */
export interface Passkey {
  id: string;
  name: string;
  createdAt: string;
  usedAt: string | null;
}

function parsePasskey(json: string | null): StoredPasskey | null {
  try {
    return storedPasskey.parse(JSON.parse(json ?? ""));
  } catch {
    return null;
  }
}

/** A challenge with the token by which its answer finds it. A user's is answered by that user alone. */
async function storeChallenge(challenge: string, userId: string): Promise<string> {
  const token = randomBytes(16).toString("base64url");
  const expiration = { type: "EX", value: CHALLENGE_SECONDS } as const;
  await withRedis((redis) => redis.set(keys.passkeyChallenge(token), `${userId}:${challenge}`, { expiration }));
  return token;
}

/** The challenge of a token, which counts once; null when it has expired or is another user's. */
async function takeChallenge(token: string, userId: string): Promise<string | null> {
  const found = await withRedis((redis) => redis.getDel(keys.passkeyChallenge(token)));
  return found?.startsWith(`${userId}:`) ? found.slice(userId.length + 1) : null;
}

/** The passkeys of a user, oldest first. One round trip. */
export async function listPasskeys(userId: string): Promise<Passkey[]> {
  const hash = await withRedis((redis) => redis.hGetAll(keys.userPasskeys(userId)));
  return Object.entries(hash)
    .flatMap(([id, json]) => {
      const passkey = parsePasskey(json);
      return passkey ? { id, ...passkey } : [];
    })
    .sort((a, b) => a.createdAt - b.createdAt)
    .map(({ id, name, createdAt, usedAt }) => ({
      ...{ id, name },
      createdAt: isoTime(createdAt),
      usedAt: usedAt === null ? null : isoTime(usedAt),
    }));
}

/** What a browser needs to make a passkey, and the token with which to send it. Two round trips. */
export async function beginPasskey(
  user: { id: string; username: string },
  site: RelyingParty,
): Promise<{ token: string; options: PublicKeyCredentialCreationOptionsJSON }> {
  const { generateRegistrationOptions } = await loadLibrary();
  const options = await generateRegistrationOptions({
    ...{ rpName: "Fake Web Retailer", rpID: site.id },
    ...{ userID: new TextEncoder().encode(user.id), userName: user.username },
    excludeCredentials: (await listPasskeys(user.id)).map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  return { token: await storeChallenge(options.challenge, user.id), options };
}

/**
 * Adds a passkey. Three round trips.
 * @returns "expired" when the challenge is too old or was answered, "invalid" when the answer does not fit it, "full"
 *   when the user has as many as may be, "changed" when the factors have changed since the user was read
 */
export async function addPasskey(
  user: Pick<User, "id" | "factorsVersion">,
  site: RelyingParty,
  { token, name, response }: { token: string; name: string; response: RegistrationResponseJSON },
): Promise<"ok" | "expired" | "invalid" | "full" | "changed"> {
  const expectedChallenge = await takeChallenge(token, user.id);
  if (!expectedChallenge) return "expired";
  const { verifyRegistrationResponse } = await loadLibrary();
  // The library throws on an answer that is not well-formed.
  const verified = await verifyRegistrationResponse({
    ...{ response, expectedChallenge, expectedOrigin: site.origin, expectedRPID: site.id },
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return "invalid";
  const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential;
  const passkey: StoredPasskey = {
    ...{ name, counter, transports, origin: site.origin, usedAt: null },
    publicKey: Buffer.from(publicKey).toString("base64url"),
    createdAt: Math.floor(nowMs() / 1000),
  };
  return withRedis((redis) =>
    putFactor(redis, {
      ...{ user: keys.user(user.id), factor: keys.userPasskeys(user.id) },
      ...{ version: user.factorsVersion, most: MAX_PASSKEYS, field: id, rest: [JSON.stringify(passkey)] },
    }),
  );
}

/** What a browser needs to sign in with a passkey, and the token with which to send it. One round trip. */
export async function beginPasskeySignIn(
  site: RelyingParty,
): Promise<{ token: string; options: PublicKeyCredentialRequestOptionsJSON }> {
  const { generateAuthenticationOptions } = await loadLibrary();
  const options = await generateAuthenticationOptions({ rpID: site.id, userVerification: "required" });
  return { token: await storeChallenge(options.challenge, ""), options };
}

/** The user id in the user handle of an answer, as {@link beginPasskey} gave it; null when there is none. */
export function userIdOf({ response }: AuthenticationResponseJSON): string | null {
  const id = Buffer.from(response.userHandle ?? "", "base64url").toString();
  return /^\d{1,20}$/.test(id) ? id : null;
}

/**
 * Verifies that an answer was signed by a passkey of a user, for the site at which it was made. Three round trips.
 * @returns false also when the challenge is too old
 */
export async function verifyPasskey(
  userId: string,
  site: RelyingParty,
  { token, response }: PasskeyAnswer,
): Promise<boolean> {
  const expectedChallenge = await takeChallenge(token, "");
  if (!expectedChallenge) return false;
  const key = keys.userPasskeys(userId);
  const passkey = parsePasskey(await withRedis((redis) => redis.hGet(key, response.id)));
  if (!passkey || passkey.origin !== site.origin) return false;
  const { verifyAuthenticationResponse } = await loadLibrary();
  const { publicKey, counter, transports } = passkey;
  const verified = await verifyAuthenticationResponse({
    ...{ response, expectedChallenge, expectedOrigin: site.origin, expectedRPID: site.id },
    credential: {
      id: response.id,
      publicKey: new Uint8Array(Buffer.from(publicKey, "base64url")),
      counter,
      transports,
    },
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return false;
  const used = { ...passkey, counter: verified.authenticationInfo.newCounter, usedAt: Math.floor(nowMs() / 1000) };
  return withRedis((redis) => updatePasskey(redis, { passkeys: key, id: response.id, passkey: JSON.stringify(used) }));
}

/** Takes a passkey away. One round trip. @returns false when there was none with this id */
export async function removePasskey(userId: string, id: string): Promise<boolean> {
  return dropFactor(userId, keys.userPasskeys(userId), [id]);
}
