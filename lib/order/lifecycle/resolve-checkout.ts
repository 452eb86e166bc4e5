import { fenceOrder } from "#lib/order/record.ts";
import type { Redis } from "#lib/redis/client.ts";
import { decideOrder, finishOrder } from "./finish.ts";

/**
 * Decides and finishes the checkout that holds the lock of a cart, as the sweeper would: when a guest signs in while
 * their order is under way, what they bought is removed from the cart before the cart is merged. An order that has not
 * been written yet never will be. Up to eight round trips, and one for each line.
 * @param lock of the cart, as lockCart writes it
 */
export async function resolveCheckout(redis: Redis, lock: string): Promise<void> {
  const [id = "", began] = lock.split(" ");
  const order = await fenceOrder(redis, id);
  await finishOrder(redis, await decideOrder(redis, order), order.began || Number(began));
}
