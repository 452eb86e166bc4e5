import { setTimeout as sleep } from "node:timers/promises";
import { shownStatuses } from "#lib/order/schema.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { nowMs } from "#lib/time.ts";
import { type Buyer, listBuyers, saleSku } from "./buyer.ts";

/** Buyers whose keys are read or deleted in one round trip. */
const BATCH = 200;
/** Work that began longer ago, in milliseconds, has been finished by the sweeper, or by nobody. */
const ABANDONED_MS = 6000;
const POLL_MS = 100;

/** Deletes the sessions and carts of buyers, so that no checkout of theirs begins any more. */
async function stopBuyers(buyers: readonly Buyer[]): Promise<void> {
  await withRedis((redis) =>
    Promise.all(
      buyers.flatMap(({ sid, owner }) => [redis.unlink(keys.session(sid)), redis.unlink(keys.cart(owner.id))]),
    ),
  );
}

/**
 * Waits until no checkout of these buyers is under way: one that still is would write its order, and list it, after they
 * were deleted. What a crash left is not waited for.
 */
async function waitForCheckouts(buyers: readonly Buyer[]): Promise<void> {
  for (;;) {
    const began = await withRedis(async (redis) => {
      const [pending, locks] = await Promise.all([
        redis.zmScore(
          keys.ordersPending,
          buyers.map(({ order }) => order),
        ),
        Promise.all(buyers.map(({ owner }) => redis.get(keys.cartCheckout(owner.id)))),
      ]);
      // A lock is `<order id> <when it began>`.
      return [...pending, ...locks.map((lock) => (lock ? Number(lock.split(" ")[1]) : null))];
    });
    if (!began.some((at) => at !== null && Math.abs(nowMs() - at) < ABANDONED_MS)) return;
    await sleep(POLL_MS);
  }
}

async function deleteOrders(buyers: readonly Buyer[]): Promise<void> {
  const ids = buyers.map(({ order }) => order);
  const indexes = [keys.orders, keys.ordersPending, ...shownStatuses.map(keys.ordersOfStatus)];
  await withRedis((redis) =>
    Promise.all([
      ...indexes.map((index) => redis.zRem(index, ids)),
      ...buyers.flatMap(({ owner, order, body }) => [
        redis.unlink(keys.order(order)),
        redis.unlink(keys.ordersOf(owner.id)),
        redis.unlink(keys.ordersOfEmail(body.email)),
        redis.unlink(keys.cartCheckout(owner.id)),
      ]),
    ]),
  );
}

/**
 * Deletes all that a sale has written: its guests, their carts and orders with every index of them, and the SKU.
 * Idempotent. Five round trips for each 200 shoppers, more while checkouts are under way.
 */
export async function cleanUpSale(run: string, shoppers: number): Promise<void> {
  const buyers = listBuyers(run, shoppers);
  const inBatches = async (work: (batch: readonly Buyer[]) => Promise<void>) => {
    for (let first = 0; first < buyers.length; first += BATCH) await work(buyers.slice(first, first + BATCH));
  };
  await inBatches(stopBuyers);
  await inBatches(waitForCheckouts);
  await inBatches(deleteOrders);
  const sku = saleSku(run);
  const names = [keys.sku(sku), keys.skuHolds(sku), keys.skuClosed(sku), keys.skuReturned(sku)];
  await withRedis((redis) => Promise.all(names.map((name) => redis.unlink(name))));
}
