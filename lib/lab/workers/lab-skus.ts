import { LAB_SKUS } from "#lib/lab/runs/clean-up.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys, labNames } from "#lib/redis/keys.ts";

/** The SKUs of a run expire after this time, in seconds, should the run fail to delete them. */
export const SKU_SECONDS = 3600;

/** Creates the SKUs that belong to a run. One round trip. */
export async function createLabSkus(run: string): Promise<void> {
  await withRedis(async (redis) => {
    const writes = Array.from({ length: LAB_SKUS }, (_, n) => {
      const key = keys.sku(labNames.sku(run, n));
      const sku = { name: `Laboratory article ${n + 1}`, price: `${n + 1}.99`, category: "laboratory", stock: "1000" };
      return Promise.all([redis.hSet(key, sku), redis.expire(key, SKU_SECONDS)]);
    });
    await Promise.all(writes);
  });
}
