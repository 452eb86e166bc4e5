import type { Redis } from "#lib/redis/client.ts";
import { scanPages } from "#lib/redis/cluster.ts";
import { keys } from "#lib/redis/keys.ts";

const [BEFORE = "", AFTER = ""] = keys.cartVersions("*").split("*", 2);

/**
 * Deletes all that a migration has written into Redis: what has its id in its name, and the carts with versions, which no
 * other carts have. Looks at all keys: one round trip for a thousand, and one for what is deleted of them. Idempotent.
 */
export async function cleanUp(redis: Redis, run: string): Promise<void> {
  const unlink = (names: readonly string[]) => Promise.all(names.map((name) => redis.unlink(name)));
  // Names are `lab:<run>:…` and `lab-<run>-…` (labNames).
  for await (const page of scanPages(redis, { MATCH: `*lab?${run}?*`, COUNT: 1000 })) await unlink(page);
  for await (const page of scanPages(redis, { MATCH: `${BEFORE}*${AFTER}`, COUNT: 1000 })) {
    const owners = page.map((key) => key.slice(BEFORE.length, key.length - AFTER.length));
    await unlink(page);
    await unlink(owners.map((owner) => keys.cart(owner)));
  }
}
