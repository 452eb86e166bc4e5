import { setTimeout as sleep } from "node:timers/promises";
import { closeDiscount } from "#lib/discount/hold.ts";
import { resumeOrder } from "#lib/order/lifecycle/sweeper.ts";
import { timeouts } from "#lib/order/lifecycle/timeouts.ts";
import { addPendingOrder, fenceOrder, readOrder } from "#lib/order/record.ts";
import type { Order } from "#lib/order/schema.ts";
import { keys } from "#lib/redis/keys.ts";
import type { Repair } from "#lib/redis/repair/repair.ts";
import { now } from "#lib/redis/tasks/pending-work.ts";
import { closeHold } from "#lib/sku/stock.ts";

/** A SKU or a discount code. */
interface Held {
  kind: "sku" | "discount";
  name: string;
}

const holdsOf = ({ kind, name }: Held) => (kind === "sku" ? keys.skuHolds(name) : keys.discountHolds(name));

/** Whether an order takes the SKU or the code: one under the same key, whose order was lost, may have taken others. */
const uses = ({ lines, discount_code }: Order, { kind, name }: Held) =>
  kind === "sku" ? lines.some(({ sku }) => sku === name) : discount_code === name;

/**
 * Releases the hold of an order that does not exist or takes nothing of it; the fence keeps a slow process from writing
 * the order after that.
 */
async function release({ redis }: Repair, held: Held, order: string, value: string): Promise<void> {
  const { kind, name } = held;
  const found = await fenceOrder(redis, order);
  if (found.status !== "abandoned" && found.status !== "rejected" && uses(found, held)) return;
  if (kind === "discount") {
    await closeDiscount(redis, { code: name, order, shopper: value, began: 0 }, "released");
    return;
  }
  // Nobody knows any more whose it was, so the purchase limit is searched for it.
  const counted = await redis.zRange(keys.skuBoughtBy(name), 0, -1);
  const shopper = counted.flatMap((member) => {
    const [id = "", of] = member.split(" ");
    return of === order ? [id] : [];
  });
  await closeHold(redis, { sku: name, order, shopper: shopper.join(" "), quantity: Number(value), began: 0 }, "stock");
}

/**
 * Compares the holds on a SKU or a code with their orders: that of an order which does not exist, or was not placed, is
 * released, and one that nobody works on is decided or finished. One round trip, and up to ten for each hold.
 */
export async function repairHolds(repair: Repair, held: Held): Promise<void> {
  const { redis } = repair;
  const isOrphan = async (id: string): Promise<"none" | "release" | "finish"> => {
    const [order, pending, value] = await Promise.all([
      readOrder(redis, id),
      redis.zScore(keys.ordersPending, id),
      redis.hGet(holdsOf(held), id),
    ]);
    if (pending !== null || value === null) return "none";
    const isVoid = !order || order.status === "abandoned" || order.status === "rejected";
    return isVoid || !uses(order, held) ? "release" : "finish";
  };
  for (const [id, value] of Object.entries(await redis.hGetAll(holdsOf(held)))) {
    if ((await isOrphan(id)) === "none") continue;
    await sleep(timeouts.lookAgainMs);
    const action = await isOrphan(id);
    if (action === "none") continue;
    repair.note(`holds on a ${held.kind === "sku" ? "SKU" : "code"} that nobody ends`, `${held.name} ${id}`);
    if (repair.dryRun) continue;
    if (action === "release") await release(repair, held, id, value);
    else {
      const began = now();
      await addPendingOrder(redis, id, began);
      await resumeOrder(redis, id, began);
    }
  }
}

/** Lists a discount code that is in no list. One round trip, one more for such a code. */
export async function repairDiscount(repair: Repair, code: string): Promise<void> {
  const { redis } = repair;
  const [listed, createdAt] = await Promise.all([
    redis.zScore(keys.discounts, code),
    redis.hGet(keys.discount(code), "created_at"),
  ]);
  if (listed !== null || createdAt === null) return;
  repair.note("discount codes that are not listed", code);
  const entry = { score: Number(createdAt) || 0, value: code };
  if (!repair.dryRun) await redis.zAdd(keys.discounts, entry, { condition: "NX" });
}
