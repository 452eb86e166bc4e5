import { setTimeout as sleep } from "node:timers/promises";
import { resumeOrder } from "#lib/order/lifecycle/sweeper.ts";
import { timeouts } from "#lib/order/lifecycle/timeouts.ts";
import { addPendingOrder, readOrder } from "#lib/order/record.ts";
import type { Order } from "#lib/order/schema.ts";
import { keys } from "#lib/redis/keys.ts";
import type { Repair } from "#lib/redis/repair/repair.ts";
import { type Position, walkKeys } from "#lib/redis/repair/walk.ts";
import { now } from "#lib/redis/tasks/pending-work.ts";
import { nowMs } from "#lib/time.ts";
import { findFaults, REMEMBERED_SECONDS } from "./find-faults.ts";
import { repairDiscount, repairHolds } from "./repair-holds.ts";

/** Orders that are compared at once: about ten commands each. */
const BATCH = 200;
/** Begins what orders, their companions and those of SKUs and codes begin with. */
const MATCH = "[od{]*";

/** Does the rest of an order's work, as if its process had crashed. */
async function mend({ redis }: Repair, id: string): Promise<void> {
  const began = now();
  await addPendingOrder(redis, id, began);
  await resumeOrder(redis, id, began);
}

async function repairOrder(repair: Repair, order: Order): Promise<void> {
  if ((await findFaults(repair.redis, order)).length === 0) return;
  await sleep(timeouts.lookAgainMs);
  const current = await readOrder(repair.redis, order.id);
  const faults = current ? await findFaults(repair.redis, current) : [];
  for (const fault of faults) repair.note(fault, order.id);
  if (faults.length > 0 && !repair.dryRun) await mend(repair, order.id);
}

/** Those of some orders that are worth a look: all, or what is not listed and what was changed within the hour. */
async function choose({ redis }: Repair, ids: string[], recent: boolean): Promise<string[]> {
  if (!recent || ids.length === 0) return ids;
  const since = nowMs() / 1000 - REMEMBERED_SECONDS;
  const times = ["began", "placed_at", "shipped_at", "delivered_at", "cancelled_at"];
  const [listed, changed] = await Promise.all([
    redis.zmScore(keys.orders, ids),
    Promise.all(ids.map((id) => redis.hmGet(keys.order(id), times))),
  ]);
  return ids.filter((_, i) => {
    const [began, ...rest] = (changed[i] ?? []).map(Number);
    return listed[i] === null || (began ?? 0) / 1000 > since || rest.some((at) => at > since);
  });
}

/**
 * Compares every order with what has to agree with it: lists, stock and holds of its SKUs, the use of its discount code,
 * the lock of the cart; and every hold with its order. What does not agree is finished or undone as after a crash. It may
 * run while the store does, and be repeated. For each 2,000 keys of the database one round trip, for each 200 orders
 * three, and about ten for each order that is mended.
 * @param recent only orders of this hour, and those that are not listed: what a failover may have left
 * @param from where it was interrupted
 */
export async function repairOrders(
  repair: Repair,
  { recent = false, from }: { recent?: boolean; from?: Position } = {},
): Promise<void> {
  await walkKeys(repair, { part: "orders", match: MATCH, ...(from && { from }) }, async (found) => {
    const ids = found.flatMap((key) => (key.startsWith(keys.order("")) ? [key.slice(keys.order("").length)] : []));
    for (let first = 0; first < ids.length; first += BATCH) {
      const chosen = await choose(repair, ids.slice(first, first + BATCH), recent);
      const orders = await Promise.all(chosen.map((id) => readOrder(repair.redis, id)));
      await Promise.all(orders.map((order) => order && repairOrder(repair, order)));
    }
    for (const key of found) {
      const [, kind, name = ""] = /^\{(sku|discount):(.+)\}:holds$/.exec(key) ?? [];
      if (kind === "sku" || kind === "discount") await repairHolds(repair, { kind, name });
      if (key.startsWith(keys.discount(""))) await repairDiscount(repair, key.slice(keys.discount("").length));
    }
  });
}
