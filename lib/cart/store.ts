import { RESP_TYPES } from "redis";
import { changeLine } from "#lib/cart/scripts/change-line.ts";
import { clearCartScript } from "#lib/cart/scripts/clear-cart.ts";
import { closeGuestCart } from "#lib/cart/scripts/close-guest-data.ts";
import { mergeCartScript } from "#lib/cart/scripts/merge-cart.ts";
import { expirySecondsOf, GUEST_DATA_SECONDS, type Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { parseSku } from "#lib/sku/store.ts";
import { MAX_LINES, MAX_QUANTITY } from "./limits.ts";
import type { Cart, CartResult } from "./schema.ts";
import { makeCart } from "./totals.ts";

/** How long a shopper is told which lines a merge left out. */
const LEFT_OUT_SECONDS = 86_400;

/** The keys that a change of a cart writes. */
const places = ({ id }: Owner) => ({
  cart: keys.cart(id),
  movedTo: keys.cartMovedTo(id),
  leftOut: keys.cartLeftOut(id),
});

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
    const limits = {
      maxQuantity: MAX_QUANTITY,
      maxLines: MAX_LINES,
      expirySeconds: expirySecondsOf(owner),
    };
    const others = before.filter((id) => id !== sku);
    const [answer, priced] = await Promise.all([
      changeLine(redis, { ...places(owner), sku, quantity, how, ...limits }),
      readSkus(redis, others),
    ]);
    const [state, count, ...flat] = answer;
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
    const cleared = await clearCartScript(redis, places(owner));
    return cleared ? { ok: true, cart: makeCart([]) } : { ok: false, reason: "moved" };
  });
}

/** Brings to its end what a cart has been claimed for, so that only what is not bought is left in it. */
export type SettleClaim = (redis: Redis, claim: string) => Promise<void>;

/** {@link mergeCart} on a connection. */
export async function runMerge(redis: Redis, guestId: string, owner: Owner, settle: SettleClaim): Promise<boolean> {
  const guest = keys.cart(guestId);
  const close = () =>
    closeGuestCart(redis, {
      cart: guest,
      movedTo: keys.cartMovedTo(guestId),
      checkout: keys.cartCheckout(guestId),
      owner: owner.id,
      expirySeconds: GUEST_DATA_SECONDS,
    });
  const [state, claim, ...found] = await close();
  if (state === "other") return false;
  if (claim) await settle(redis, claim);
  const lines = claim ? (await close()).slice(2) : found;
  if (lines.length === 0) return true;
  await mergeCartScript(redis, {
    cart: keys.cart(owner.id),
    merged: keys.cartMerged(owner.id),
    leftOut: keys.cartLeftOut(owner.id),
    guest: guestId,
    maxQuantity: MAX_QUANTITY,
    maxLines: MAX_LINES,
    // The memory must outlive the closed guest cart, whose own expiry may be a day away.
    memorySeconds: GUEST_DATA_SECONDS * 2,
    leftOutSeconds: LEFT_OUT_SECONDS,
    expirySeconds: expirySecondsOf(owner),
    rest: lines,
  });
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
