import { fenceOrder } from "#lib/order/record.ts";
import type { Redis } from "#lib/redis/client.ts";
import { decideOrder, finishOrder } from "./finish.ts";

/**
 * Brings the checkout that has claimed a cart to its end, as the sweeper would: so that, when a guest signs in while
 * their order is under way, what they bought has left the cart before the cart is handed over. An order that was not
 * written yet never will be. Ten round trips, and one for each line.
 * @param claim of the cart, as lockCart writes it
 */
export async function resolveCheckout(redis: Redis, claim: string): Promise<void> {
  const [id = "", began] = claim.split(" ");
  const order = await fenceOrder(redis, id);
  await finishOrder(redis, await decideOrder(redis, order), order.began || Number(began));
}
