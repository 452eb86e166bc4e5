import { fenceOrder } from "#lib/order/record.ts";
import type { Redis } from "#lib/redis/client.ts";
import { RedisUnavailableError } from "#lib/redis/unavailable.ts";
import { decideOrder, finishOrder } from "./finish.ts";

/**
 * Decides and finishes the checkout that holds the lock of a cart, as the sweeper would: when a guest signs in while
 * their order is under way, what they bought is removed from the cart before the cart is merged. An order that has not
 * been written yet never will be. Up to eight round trips, and one for each line.
 * @param lock of the cart, as lockCart writes it
 * @throws RedisUnavailableError when the replicas of a cluster do not acknowledge it in time: what was bought is not
 *   known yet
 */
export async function resolveCheckout(redis: Redis, lock: string): Promise<void> {
  const [id = "", began] = lock.split(" ");
  const order = await fenceOrder(redis, id);
  const result = await finishOrder(redis, await decideOrder(redis, order), order.began || Number(began));
  if (result === "undecided") throw new RedisUnavailableError("The replicas do not acknowledge the order of this cart");
}
