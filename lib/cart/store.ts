import { RESP_TYPES } from "redis";
import { z } from "zod";
import { GUEST_DATA_SECONDS, type Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { defineScript } from "#lib/redis/script.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { parseSku } from "#lib/sku/store.ts";
import { MAX_LINES, MAX_QUANTITY } from "./limits.ts";
import type { Cart, CartResult } from "./schema.ts";
import { makeCart } from "./totals.ts";

const changeLine = defineScript("change-cart-line");
const clear = defineScript("clear-cart");
const handOver = defineScript("hand-over");
const takeIn = defineScript("take-in-cart");

/** How long a shopper is told which lines a merge left out. */
const LEFT_OUT_SECONDS = 86_400;

const reply = z.array(z.coerce.string()).min(1);
/** Quantities by SKU id in the order of the hash; what is no quantity (written by others) counts as no line. */
type Quantities = Map<string, number>;

function parseQuantities(entries: Iterable<readonly [string, string]>): Quantities {
  return new Map(
    Array.from(entries, ([id, text]) => [id, Number.parseInt(text, 10)] as const).filter(
      ([, quantity]) => quantity > 0,
    ),
  );
}

function parsePairs(flat: readonly string[]): Quantities {
  return parseQuantities(flat.flatMap((id, i) => (i % 2 === 0 ? [[id, flat[i + 1] ?? ""] as const] : [])));
}

/** A hash of quantities. As a Map, because an object would put ids like "10" first. */
async function readQuantities(redis: Redis, key: string): Promise<Quantities> {
  return parseQuantities(await redis.withTypeMapping({ [RESP_TYPES.MAP]: Map }).hGetAll(key));
}

/** SKUs by id, null for those that have left the catalogue. One round trip, none for no ids. */
async function readSkus(redis: Redis, ids: readonly string[]): Promise<Map<string, Sku | null>> {
  const hashes = await Promise.all(ids.map((id) => redis.hGetAll(keys.sku(id))));
  return new Map(ids.map((id, i) => [id, parseSku(id, hashes[i])]));
}

/** Makes a cart of quantities at the given prices; lines whose SKU is gone are dropped, which takes a round trip. */
async function makePricedCart(
  redis: Redis,
  owner: Owner,
  quantities: Quantities,
  leftOut: Quantities,
  skus: ReadonlyMap<string, Sku | null>,
): Promise<Cart> {
  const lines = [...quantities].flatMap(([id, quantity]) => {
    const sku = skus.get(id);
    return sku ? { sku, quantity } : [];
  });
  const gone = [...quantities.keys()].filter((id) => !skus.get(id));
  if (gone.length > 0) await redis.hDel(keys.cart(owner.id), gone);
  const names = [...leftOut].flatMap(([id, quantity]) => {
    const sku = skus.get(id);
    return sku ? `${sku.name} (${quantity})` : [];
  });
  return makeCart(lines, [
    ...gone.map((id) => `${id} is no longer sold and was taken out of your cart.`),
    ...names.map((name) => `${name} found no room when your carts were put together: a cart holds ${MAX_LINES} lines.`),
  ]);
}

/** The cart at today's prices, read on a connection. Two round trips; three when a SKU has left the catalogue. */
export async function readCart(redis: Redis, owner: Owner): Promise<Cart> {
  const [quantities, leftOut] = await Promise.all([
    readQuantities(redis, keys.cart(owner.id)),
    readQuantities(redis, keys.cartLeftOut(owner.id)),
  ]);
  const skus = await readSkus(redis, [...new Set([...quantities.keys(), ...leftOut.keys()])]);
  return makePricedCart(redis, owner, quantities, leftOut, skus);
}

/** The cart at today's prices. Two round trips; three when a SKU has left the catalogue. */
export async function getCart(owner: Owner): Promise<Cart> {
  return withRedis((redis) => readCart(redis, owner));
}

/**
 * Adds to a line, sets it or keeps it. Two round trips: does the SKU exist and what lies in the cart; the script and the prices.
 * A third when another request put in a line meanwhile, a merge left something out, or a SKU has left the catalogue.
 */
async function changeCart(
  owner: Owner,
  sku: string,
  quantity: number,
  how: "add" | "set" | "keep",
): Promise<CartResult> {
  return withRedis(async (redis) => {
    const [found, before] = await Promise.all([readSkus(redis, [sku]), redis.hKeys(keys.cart(owner.id))]);
    // The SKU lives in another slot than the cart. One that is deleted just after this look is dropped on reading.
    if (quantity > 0 && !found.get(sku)) return { ok: false, reason: "unknown-sku" };
    const expiry = owner.guest ? GUEST_DATA_SECONDS : 0;
    const cartKeys = [keys.cart(owner.id), keys.cartMovedTo(owner.id), keys.cartLeftOut(owner.id)];
    const others = before.filter((id) => id !== sku);
    const [answer, priced] = await Promise.all([
      changeLine.run(redis, cartKeys, [sku, quantity, how, MAX_QUANTITY, MAX_LINES, expiry]),
      readSkus(redis, others),
    ]);
    const [state, count, ...flat] = reply.parse(answer);
    if (state === "moved" || state === "full") return { ok: false, reason: state };
    const leftOut = parsePairs(flat.slice(0, Number(count)));
    const after = parsePairs(flat.slice(Number(count)));
    const skus = new Map([...found, ...priced]);
    const unread = [...after.keys(), ...leftOut.keys()].filter((id) => !skus.has(id));
    for (const [id, other] of await readSkus(redis, unread)) skus.set(id, other);
    return { ok: true, cart: await makePricedCart(redis, owner, after, leftOut, skus) };
  });
}

/** Adds 1–99 of a SKU; a line never exceeds 99 and a cart never 100 lines. Not idempotent. Two round trips. */
export async function addToCart(owner: Owner, sku: string, quantity: number): Promise<CartResult> {
  return changeCart(owner, sku, quantity, "add");
}

/** Sets the quantity of a line, 0 to remove it. Idempotent. Two round trips. */
export async function setCartLine(owner: Owner, sku: string, quantity: number): Promise<CartResult> {
  return changeCart(owner, sku, quantity, "set");
}

/** Puts 1 of a SKU in unless some are in already. Idempotent. Two round trips. */
export async function keepInCart(owner: Owner, sku: string): Promise<CartResult> {
  return changeCart(owner, sku, 1, "keep");
}

/** Removes every line. Idempotent. One round trip. */
export async function clearCart(owner: Owner): Promise<CartResult> {
  return withRedis(async (redis) => {
    const cartKeys = [keys.cart(owner.id), keys.cartMovedTo(owner.id), keys.cartLeftOut(owner.id)];
    const cleared = await clear.run(redis, cartKeys, []);
    return cleared === 1 ? { ok: true, cart: makeCart([]) } : { ok: false, reason: "moved" };
  });
}

/** Brings to its end what a cart has been claimed for, so that only what is not bought is left in it. */
export type SettleClaim = (redis: Redis, claim: string) => Promise<void>;

/** {@link mergeCart} on a connection. */
export async function runMerge(redis: Redis, guestId: string, owner: Owner, settle: SettleClaim): Promise<boolean> {
  const guest = keys.cart(guestId);
  const places = [guest, keys.cartMovedTo(guestId), keys.cartCheckout(guestId)];
  const close = async () => reply.parse(await handOver.run(redis, places, [owner.id, GUEST_DATA_SECONDS]));
  const [state, claim, ...found] = await close();
  if (state === "other") return false;
  if (claim) await settle(redis, claim);
  const lines = claim ? (await close()).slice(2) : found;
  if (lines.length === 0) return true;
  // The memory must outlive the closed guest cart, whose own expiry may be a day away.
  const memory = GUEST_DATA_SECONDS * 2;
  const expiry = owner.guest ? GUEST_DATA_SECONDS : 0;
  await takeIn.run(
    redis,
    [keys.cart(owner.id), keys.cartMerged(owner.id), keys.cartLeftOut(owner.id)],
    [guestId, MAX_QUANTITY, MAX_LINES, memory, LEFT_OUT_SECONDS, expiry, ...lines],
  );
  await redis.del(guest);
  return true;
}

/**
 * Moves a guest's lines into a cart: quantities add and clamp to 99. May be called again after a stop at any point:
 * the guest cart is closed first, taken in once, and deleted last. Lines for which the cart has no room are not
 * added but named in its notices for a day. Three round trips, one when the guest's cart is empty; one more than
 * `settle` takes when it is being checked out.
 * @param settle ends a checkout of the guest's cart that is under way; a closed cart can't be claimed anew
 * @returns whether the lines are in the cart now; false when another owner has taken the guest cart before
 */
export async function mergeCart(guestId: string, owner: Owner, settle: SettleClaim): Promise<boolean> {
  return withRedis((redis) => runMerge(redis, guestId, owner, settle));
}
