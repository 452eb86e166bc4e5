import { z } from "zod";
import { type Redis, withRedis } from "../redis/client.ts";
import { keys } from "../redis/keys.ts";
import { defineScript } from "../redis/script.ts";
import { parseSku } from "../sku/store.ts";
import { type Cart, type CartResult, GUEST_CART_SECONDS, MAX_LINES, MAX_QUANTITY, type Owner } from "./schema.ts";
import { makeCart } from "./totals.ts";

const changeLine = defineScript("change-cart-line");
const handOver = defineScript("hand-over-cart");
const takeIn = defineScript("take-in-cart");

const reply = z.array(z.coerce.string()).min(1);

/** Prices the lines of a cart hash and drops those whose SKU is gone. One round trip, two when a line is dropped. */
async function priceLines(redis: Redis, owner: Owner, quantities: [string, number][]): Promise<Cart> {
  const hashes = await Promise.all(quantities.map(([id]) => redis.hGetAll(keys.sku(id))));
  const dropped: string[] = [];
  const lines = quantities.flatMap(([id, quantity], i) => {
    const sku = parseSku(id, hashes[i]);
    if (sku) return { sku, quantity };
    dropped.push(id);
    return [];
  });
  if (dropped.length > 0) await redis.hDel(keys.cart(owner.id), dropped);
  return makeCart(lines, dropped);
}

function pairs(flat: readonly string[]): [string, number][] {
  const result: [string, number][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) result.push([flat[i] ?? "", Number(flat[i + 1])]);
  return result;
}

/** The cart at today's prices. Two round trips; three when a SKU has left the catalogue. */
export async function getCart(owner: Owner): Promise<Cart> {
  return withRedis(async (redis) => {
    const quantities = Object.entries(await redis.hGetAll(keys.cart(owner.id)));
    return priceLines(
      redis,
      owner,
      quantities.map(([id, quantity]) => [id, Number(quantity)]),
    );
  });
}

/** Adds or sets a line. Three round trips: does the SKU exist, the script, the prices. */
async function changeCart(owner: Owner, sku: string, quantity: number, how: "add" | "set"): Promise<CartResult> {
  return withRedis(async (redis) => {
    // The SKU lives in another slot than the cart. One that is deleted just after this look is dropped on reading.
    if (quantity > 0 && !(await redis.exists(keys.sku(sku)))) return { ok: false, reason: "unknown-sku" };
    const expiry = owner.guest ? GUEST_CART_SECONDS : 0;
    const [state, ...flat] = reply.parse(
      await changeLine.run(
        redis,
        [keys.cart(owner.id), keys.cartMovedTo(owner.id)],
        [sku, quantity, how, MAX_QUANTITY, MAX_LINES, expiry],
      ),
    );
    if (state === "moved" || state === "full") return { ok: false, reason: state };
    return { ok: true, cart: await priceLines(redis, owner, pairs(flat)) };
  });
}

/** Adds 1–99 of a SKU; a line never exceeds 99 and a cart never 100 lines. Not idempotent. Three round trips. */
export async function addToCart(owner: Owner, sku: string, quantity: number): Promise<CartResult> {
  return changeCart(owner, sku, quantity, "add");
}

/** Sets the quantity of a line, 0 to remove it. Idempotent. Three round trips, two for 0. */
export async function setCartLine(owner: Owner, sku: string, quantity: number): Promise<CartResult> {
  return changeCart(owner, sku, quantity, "set");
}

/** Removes every line. Idempotent. One round trip. */
export async function clearCart(owner: Owner): Promise<Cart> {
  return withRedis(async (redis) => {
    await redis.del(keys.cart(owner.id));
    return makeCart([]);
  });
}

/**
 * Moves a guest's lines into a cart: quantities add and clamp to 99. May be called again after a stop at any point:
 * the guest cart is closed first, taken in once, and deleted last. Three round trips.
 * @returns whether the lines are in the cart now; false when another user has taken the guest cart before
 */
export async function mergeCart(guestId: string, owner: Owner): Promise<boolean> {
  return withRedis(async (redis) => {
    const guest = keys.cart(guestId);
    const [state, ...lines] = reply.parse(
      await handOver.run(redis, [guest, keys.cartMovedTo(guestId)], [owner.id, GUEST_CART_SECONDS]),
    );
    if (state === "other") return false;
    if (lines.length > 0) {
      // The memory must outlive the closed guest cart, whose own expiry may be a day away.
      const memory = GUEST_CART_SECONDS * 2;
      const expiry = owner.guest ? GUEST_CART_SECONDS : 0;
      const args = [guestId, MAX_QUANTITY, MAX_LINES, memory, expiry, ...lines];
      await takeIn.run(redis, [keys.cart(owner.id), keys.cartMerged(owner.id)], args);
    }
    await redis.del(guest);
    return true;
  });
}
