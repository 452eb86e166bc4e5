import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { flatten } from "#lib/redis/script.ts";
import { addPendingWork, now } from "#lib/redis/tasks/pending-work.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import { stockMessage } from "#lib/sku/changes.ts";
import { notePicture } from "#lib/sku/picture/uses.ts";
import type { Sku, SkuEdit } from "#lib/sku/schema.ts";
import { removeSkuScript } from "#lib/sku/scripts/remove-sku.ts";
import { restockSkuScript } from "#lib/sku/scripts/restock-sku.ts";
import { writeSku } from "#lib/sku/scripts/write-sku.ts";
import { getSku } from "#lib/sku/store.ts";
import { nowSeconds } from "#lib/time.ts";
import { indexSku } from "./indexes.ts";

export type EditResult =
  | { ok: true; sku: Sku }
  | { ok: false; reason: "exists" | "unknown" | "too-few" | "no-picture" };

const NO_PICTURE = { ok: false, reason: "no-picture" } as const;

/**
 * Records pending work, writes the SKU and updates the indexes. @returns whether anything was written
 * @param write gets the stamp for the field `edited`, by which indexSku notices other writers
 */
export async function changeSku(
  redis: Redis,
  id: string,
  write: (stamp: string) => Promise<boolean>,
): Promise<boolean> {
  const began = now();
  const work = `${id} ${began}`;
  await addPendingWork(redis, keys.skusPending, work, began);
  const written = await write(String(began));
  try {
    // Also when nothing was written: this removes the pending work.
    await indexSku(redis, id, work);
  } catch (error) {
    // The hash is written, and it is authoritative. The sweeper will update the indexes.
    if (!isRedisAway(error)) throw error;
  }
  return written;
}

/** The keys that every change of a SKU writes. */
const writtenKeys = (id: string) => ({
  sku: keys.sku(id),
  formerCategories: keys.skuFormerCategories(id),
  boughtBy: keys.skuBoughtBy(id),
});

/** Fields of the hash; write-sku removes a limit of "". */
const toHash = ({ purchaseLimit, ...fields }: SkuEdit) => ({
  ...fields,
  purchase_limit: purchaseLimit === null ? "" : purchaseLimit,
});

/** A SKU to create, or fields of one to change. */
export type SkuWrite = { kind: "create"; sku: Sku } | { kind: "edit"; id: string; edit: SkuEdit };

export const idOf = (write: SkuWrite) => (write.kind === "create" ? write.sku.id : write.id);

/**
 * Writes the hash of a SKU and nothing else, in one round trip.
 * @param stamp for the field `edited` @returns false when a new one exists already, or one to edit does not
 */
export function sendWrite(redis: Redis, write: SkuWrite, stamp: string): Promise<boolean> {
  const { kind: mode } = write;
  const { id: _, ...fields } = write.kind === "create" ? write.sku : { id: "", ...write.edit };
  const created = mode === "create" ? { created_at: nowSeconds() } : {};
  const rest = flatten({ ...toHash(fields), ...created, edited: stamp });
  return writeSku(redis, { ...writtenKeys(idOf(write)), mode, category: fields.category ?? "", rest });
}

/**
 * Adds a SKU to the catalogue; "exists" when the id is taken, "no-picture" when its picture does not exist. Nine round
 * trips, ten with an uploaded picture.
 */
export async function createSku(sku: Sku): Promise<EditResult> {
  const { id, image } = sku;
  const written = await withRedis(async (redis) => {
    if (!(await notePicture(redis, image, id))) return "no-picture";
    return changeSku(redis, id, (stamp) => sendWrite(redis, { kind: "create", sku }, stamp));
  });
  if (written === "no-picture") return NO_PICTURE;
  return written ? { ok: true, sku } : { ok: false, reason: "exists" };
}

/** Whether a SKU may be given a picture: it exists, or the SKU has it already, though it is gone. */
export const mayHavePicture = async (redis: Redis, id: string, image: string) =>
  (await notePicture(redis, image, id)) || (await redis.hGet(keys.sku(id), "image")) === image;

/**
 * Changes fields of a SKU. A stock is set, overwriting concurrent sales; {@link restockSku} adds. A purchase limit of
 * null is removed, and with it what was counted towards it. "no-picture" when its new picture does not exist. Idempotent.
 * One round trip more than {@link createSku}.
 */
export async function editSku(id: string, edit: SkuEdit): Promise<EditResult> {
  const written = await withRedis(async (redis) => {
    if (edit.image !== undefined && !(await mayHavePicture(redis, id, edit.image))) return "no-picture";
    return changeSku(redis, id, (stamp) => sendWrite(redis, { kind: "edit", id, edit }, stamp));
  });
  if (written === "no-picture") return NO_PICTURE;
  const sku = written ? await getSku(id) : null;
  return sku ? { ok: true, sku } : { ok: false, reason: "unknown" };
}

/**
 * Removes a SKU from the catalogue. Orders keep their lines; carts show theirs as gone, with a notice. Idempotent.
 * @returns whether the SKU existed
 */
export async function removeSku(id: string): Promise<boolean> {
  return withRedis((redis) =>
    changeSku(redis, id, () => removeSkuScript(redis, { ...writtenKeys(id), holds: keys.skuHolds(id) })),
  );
}

/** How long a repeated change of the stock is recognized: longer than an import can be repeated. */
const RESTOCK_SECONDS = 2 * 86_400;

/**
 * Adds to the stock as {@link restockSku} does, and tells nobody. One round trip.
 * @returns the new stock, or why nothing was changed
 */
export async function changeStock(
  redis: Redis,
  id: string,
  quantity: number,
  operation: string,
): Promise<number | "unknown" | "too-few"> {
  const reply = await restockSkuScript(redis, {
    ...{ sku: keys.sku(id), restocked: keys.skuRestocked(id), quantity, operation },
    keepSeconds: RESTOCK_SECONDS,
  });
  return reply === "unknown" || reply === "too-few" ? reply : Number(reply);
}

/** Which SKUs' stock an operation has changed already. One round trip. */
export async function wasRestocked(redis: Redis, ids: readonly string[], operation: string): Promise<boolean[]> {
  const scores = await Promise.all(ids.map((id) => redis.zScore(keys.skuRestocked(id), operation)));
  return scores.map((score) => score !== null);
}

/**
 * Adds to the stock, or subtracts, never to below 0. Safe while orders change the stock. Three round trips.
 * @param operation an id under which this counts once within two days, however often it is sent; "" for none
 */
export async function restockSku(id: string, quantity: number, operation = ""): Promise<EditResult> {
  const reply = await withRedis(async (redis) => {
    const stock = await changeStock(redis, id, quantity, operation);
    await redis.publish(keys.skusChanged, stockMessage(id));
    return stock;
  });
  if (reply === "too-few" || reply === "unknown") return { ok: false, reason: reply };
  const sku = await getSku(id);
  return sku ? { ok: true, sku } : { ok: false, reason: "unknown" };
}
