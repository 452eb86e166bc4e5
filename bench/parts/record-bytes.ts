import { SESSIONS } from "#bench/libraries/session-handler.ts";
import type { Part } from "#bench/support/context.ts";
import { memoryOf } from "#bench/support/memory-of.ts";
import { setCartLine } from "#lib/cart/store.ts";
import { checkout } from "#lib/order/checkout/checkout.ts";
import type { Owner } from "#lib/owner.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { seedGenerated } from "#lib/sku/seed/seed.ts";

/** What carts, orders and SKUs take; sessions have a part of their own, which compares them with a library's. */

const COUNT = SESSIONS;
const LINES = 3;
const SKUS = Array.from({ length: LINES }, (_, i) => `lamp-${i}`);
const RECIPIENT = { name: "Ada Lovelace", address: "12 St James's Square", city: "London", postcode: "SW1Y 4JH" };

const guestOf = (n: number): Owner => ({ id: `g${n}`.padEnd(17, "x"), guest: true });

async function makeSkus(): Promise<void> {
  const sku = { name: "Lamp", price: "1.00", stock: "1000000", category: "lamps" };
  await withRedis((redis) => Promise.all(SKUS.map((id) => redis.hSet(keys.sku(id), sku))));
}

async function fillCarts(): Promise<void> {
  for (let n = 0; n < COUNT; n++) for (const sku of SKUS) await setCartLine(guestOf(n), sku, 1);
}

async function placeOrders(): Promise<void> {
  for (let n = 0; n < COUNT; n++) {
    const body = { ...RECIPIENT, country: "United Kingdom", email: `ada-${n}@example.com`, total: `${LINES}.00` };
    const result = await checkout({ owner: guestOf(n), key: "a key", body });
    if (!result.ok) throw new Error(`No order: ${result.reason}`);
  }
}

export const recordBytes: Part = {
  name: "record-bytes",
  async run(context) {
    await context.redis();
    await withRedis((redis) => redis.flushAll());
    await makeSkus();
    const carts = await memoryOf(COUNT, "cart:*", fillCarts);
    // The carts are empty afterwards, so what they took is added.
    const orders = await memoryOf(COUNT, "order:*", placeOrders);
    await withRedis((redis) => redis.flushAll());
    const skus = await memoryOf(COUNT, "sku:*", () => seedGenerated(COUNT));
    const figures = [
      { title: `guest's cart of ${LINES} lines`, value: carts.used, unit: "bytes of used_memory" },
      { title: "  of which the key and its value", value: carts.key, unit: "bytes" },
      {
        title: `guest's order of ${LINES} lines, with its indexes`,
        value: orders.used + carts.used,
        unit: "bytes of used_memory",
      },
      { title: "  of which the key and its value", value: orders.key, unit: "bytes" },
      { title: "generated SKU, with its indexes", value: skus.used, unit: "bytes of used_memory" },
      { title: "  of which the key and its value", value: skus.key, unit: "bytes" },
    ];
    return [{ title: "Redis memory per cart, order and SKU", figures, note: `${COUNT} of each kind.` }];
  },
};
