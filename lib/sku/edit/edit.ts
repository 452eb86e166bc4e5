import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { announceWork, now } from "#lib/redis/pending-work.ts";
import { defineScript } from "#lib/redis/script.ts";
import { isRedisAway } from "#lib/redis/unavailable.ts";
import type { Sku, SkuEdit } from "#lib/sku/schema.ts";
import { getSku } from "#lib/sku/store.ts";
import { indexSku } from "./indexes.ts";

const writeScript = defineScript("write-sku");
const removeScript = defineScript("remove-sku");
const restockScript = defineScript("restock-sku");

export type EditResult = { ok: true; sku: Sku } | { ok: false; reason: "exists" | "unknown" | "too-few" };

/** Announces, writes, and brings the indexes up to date. @returns whether anything was written */
export async function changeSku(
  redis: Redis,
  id: string,
  write: (stamp: string) => Promise<unknown>,
): Promise<boolean> {
  const began = now();
  const work = `${id} ${began}`;
  await announceWork(redis, keys.skusPending, work, began);
  const written = (await write(String(began))) === 1;
  try {
    // Also where nothing was written: it takes the announcement back.
    await indexSku(redis, id, work);
  } catch (error) {
    // The hash is what counts, and it is written; the sweeper does the rest.
    if (!isRedisAway(error)) throw error;
  }
  return written;
}

const toFields = (edit: SkuEdit) => Object.entries(edit).flatMap(([name, value]) => [name, String(value)]);

/** Puts a SKU into the catalogue; "exists" when the id is taken. Nine round trips. */
export async function createSku(sku: Sku): Promise<EditResult> {
  const { id, ...fields } = sku;
  const at = (Date.now() / 1000).toFixed(3);
  const written = await withRedis((redis) =>
    changeSku(redis, id, (stamp) => {
      const args = ["create", fields.category, ...toFields(fields), "created_at", at, "edited", stamp];
      return writeScript.run(redis, [keys.sku(id), keys.skuLeft(id)], args);
    }),
  );
  return written ? { ok: true, sku } : { ok: false, reason: "exists" };
}

/** Changes fields of a SKU. A stock is set, whatever is being bought meanwhile: {@link restockSku} adds. Idempotent. */
export async function editSku(id: string, edit: SkuEdit): Promise<EditResult> {
  const written = await withRedis((redis) =>
    changeSku(redis, id, (stamp) => {
      const args = ["edit", edit.category ?? "", ...toFields(edit), "edited", stamp];
      return writeScript.run(redis, [keys.sku(id), keys.skuLeft(id)], args);
    }),
  );
  const sku = written ? await getSku(id) : null;
  return sku ? { ok: true, sku } : { ok: false, reason: "unknown" };
}

/** Takes a SKU out of the catalogue. Orders keep their lines; carts drop theirs with a notice. Idempotent. */
export async function removeSku(id: string): Promise<boolean> {
  const places = [keys.sku(id), keys.skuLeft(id), keys.skuHolds(id)];
  return withRedis((redis) => changeSku(redis, id, () => removeScript.run(redis, places, [])));
}

/** Adds to the stock, or takes away; never below 0 and whatever is being bought meanwhile. Not idempotent. */
export async function restockSku(id: string, quantity: number): Promise<EditResult> {
  const reply = await withRedis(async (redis) => {
    const stock = await restockScript.run(redis, [keys.sku(id)], [quantity]);
    await redis.publish(keys.skusChanged, `stock ${id}`);
    return stock;
  });
  if (reply === "too-few" || reply === "unknown") return { ok: false, reason: reply };
  const sku = await getSku(id);
  return sku ? { ok: true, sku } : { ok: false, reason: "unknown" };
}
