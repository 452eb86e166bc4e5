import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { config } from "#lib/config.ts";
import { addressGroup } from "#lib/net/client-address.ts";
import { withRedis } from "#lib/redis/client.ts";
import { repairing } from "#lib/redis/damaged.ts";
import { keys } from "#lib/redis/keys.ts";
import { nowMs } from "#lib/time.ts";

/**
 * Guesses at one account from many addresses are slowed down, all of them alike: refusing them would let an attacker
 * lock the owner out (docs/security.md). A device from which the owner has signed in before is not slowed.
 */

/** Who signs in. */
export interface Client {
  address: string;
  /** in words, as sessions have it */
  device: string;
}

/** Failures for an account within an hour before anybody is slowed down; more than its owner makes. */
const UNSLOWED_FAILURES = 20;
/** How long each further guess waits, in milliseconds: no request takes longer than 2 s. */
const DELAY_MS = 500;
/** Devices remembered of a user, and for how long after the last sign-in. */
const MAX_DEVICES = 20;
const DEVICE_SECONDS = 180 * 86_400;

/** A digest, so that Redis holds no list of the addresses of a user; it can't be guessed without the secret. */
function digestOf({ address, device }: Client): string {
  const secret = config().SESSION_SECRET?.[0] ?? "";
  const client = `device ${addressGroup(address)} ${device}`;
  return createHmac("sha256", secret).update(client).digest("base64url").slice(0, 22);
}

/** Whether a user has signed in from this device within 180 days. One round trip. */
export async function isKnownDevice(userId: string, client: Client): Promise<boolean> {
  return (await withRedis((redis) => redis.zScore(keys.userDevices(userId), digestOf(client)))) !== null;
}

/**
 * Waits before a password is compared, if many guesses at the account have failed and this device is not one of its
 * owner's. No round trip, one when there were many.
 * @param userId null for an unknown name, which waits like a known one
 * @param until when the comparison has to begin: one that has waited for its turn as long waits no longer
 */
export async function slowDown(failures: number, userId: string | null, client: Client, until: number): Promise<void> {
  if (failures <= UNSLOWED_FAILURES || (await isKnownDevice(userId ?? "", client))) return;
  await sleep(Math.max(0, Math.min(DELAY_MS, until - performance.now())));
}

/** Remembers a device from which a user has just signed in. One round trip. */
export async function rememberDevice(userId: string, client: Client): Promise<void> {
  const devices = keys.userDevices(userId);
  await withRedis((redis) =>
    repairing(redis, { [devices]: "zset" }, () =>
      redis
        .multi()
        .zAdd(devices, { score: Math.floor(nowMs() / 1000), value: digestOf(client) })
        .zRemRangeByRank(devices, 0, -(MAX_DEVICES + 1))
        .expire(devices, DEVICE_SECONDS)
        .exec(),
    ),
  );
}
