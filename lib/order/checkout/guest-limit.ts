import { config } from "#lib/config.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { makeAddressLimit } from "#lib/redis/limits/address-limit.ts";

/** Orders that guests place from one address: a guest can be anybody as often as they like. */
const limit = makeAddressLimit({
  prefix: keys.limitGuestOrders,
  perHour: () => config().LIMIT_GUEST_ORDERS,
  perHourHere: Number.POSITIVE_INFINITY,
});

/**
 * Counts an order of a guest before it is placed. One round trip; none from this machine.
 * @returns seconds to wait, or null
 */
export async function countGuestOrder(address: string): Promise<number | null> {
  return withRedis((redis) => limit.consume(redis, address));
}

/** Takes back an order that was not placed. One round trip; none from this machine. */
export async function uncountGuestOrder(address: string): Promise<void> {
  await withRedis((redis) => limit.giveBack(redis, address));
}
