import { RESP_TYPES } from "redis";
import { type ChangeMode, changeLine } from "#lib/cart/scripts/change-line.ts";
import { clearCartScript } from "#lib/cart/scripts/clear-cart.ts";
import { expirySecondsOf, type Owner } from "#lib/owner.ts";
import { type Redis, withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { noteExisting } from "#lib/sku/known-skus.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { parseSku } from "#lib/sku/store.ts";
import { explainPurchaseLimit } from "./explain.ts";
import { MAX_LINES, MAX_QUANTITY, maxQuantityOf } from "./limits.ts";
import type { Cart, CartResult } from "./schema.ts";
import { makeCart } from "./totals.ts";

/** The keys that a change of a cart writes. */
const cartKeys = ({ id }: Owner) => ({
  cart: keys.cart(id),
  movedTo: keys.cartMovedTo(id),
  leftOut: keys.cartLeftOut(id),
});

/** Quantities by SKU id, in the order of the hash. A value that is not a quantity, written by others, is no line. */
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

/** Reads a hash of quantities. As a Map, because an object would put ids such as "10" first. */
async function readQuantities(redis: Redis, key: string): Promise<Quantities> {
  const hash: unknown = await redis.withTypeMapping({ [RESP_TYPES.MAP]: Map }).hGetAll(key);
  // A key of another type counts as absent, and is no map.
  return parseQuantities(hash instanceof Map ? hash : []);
}

/** SKUs by id, null for those that do not exist. One round trip, none for no ids. */
async function readSkus(redis: Redis, ids: readonly string[]): Promise<Map<string, Sku | null>> {
  const hashes = await Promise.all(ids.map((id) => redis.hGetAll(keys.sku(id))));
  const skus = new Map(ids.map((id, i) => [id, parseSku(id, hashes[i])]));
  noteExisting(ids.filter((id) => skus.get(id)));
  return skus;
}

/**
 * Makes a cart from quantities and SKUs. A line without a SKU stays in Redis and counts for nothing: the SKU may have
 * been deleted, or only be damaged.
 * @param limited the notice of the change that was just made
 */
function makePricedCart(
  quantities: Quantities,
  leftOut: Quantities,
  skus: ReadonlyMap<string, Sku | null>,
  limited?: string,
): Cart {
  const lines = [...quantities].flatMap(([id, quantity]) => {
    const sku = skus.get(id);
    return sku ? { sku, quantity } : [];
  });
  const gone = [...quantities].flatMap(([sku, quantity]) => (skus.get(sku) ? [] : { sku, quantity }));
  const notMerged = [...leftOut].flatMap(([id, quantity]) => {
    const sku = skus.get(id);
    return sku ? `${sku.name} (${quantity})` : [];
  });
  // Possible after a merge, or when the limit is newer than the line.
  const tooMany = lines.filter(({ sku, quantity }) => sku.purchaseLimit !== null && quantity > sku.purchaseLimit);
  const notices = [
    ...gone.map(({ sku }) => `${sku} is no longer sold, so it counts for nothing. You can remove it.`),
    ...(limited ? [limited] : []),
    ...tooMany.map(({ sku, quantity }) => `${explainPurchaseLimit(sku)} Reduce the ${quantity} in your cart.`),
    ...notMerged.map((line) => `${line} did not fit when your carts were merged: a cart holds ${MAX_LINES} lines.`),
  ];
  return makeCart(lines, notices, gone);
}

/** The hashes of a cart, read before it was known whose session asks. */
export interface CartHashes {
  ownerId: string;
  quantities: Quantities;
  leftOut: Quantities;
}

async function readHashes(redis: Redis, { id }: Owner): Promise<CartHashes> {
  const [quantities, leftOut] = await Promise.all([
    readQuantities(redis, keys.cart(id)),
    readQuantities(redis, keys.cartLeftOut(id)),
  ]);
  return { ownerId: id, quantities, leftOut };
}

/** What {@link getCart} reads first. One round trip. */
export async function readCartHashes(owner: Owner): Promise<CartHashes> {
  return withRedis((redis) => readHashes(redis, owner));
}

/** {@link getCart} on a given connection. */
export async function readCart(redis: Redis, owner: Owner, ahead?: CartHashes): Promise<Cart> {
  const { quantities, leftOut } = ahead?.ownerId === owner.id ? ahead : await readHashes(redis, owner);
  const skus = await readSkus(redis, [...new Set([...quantities.keys(), ...leftOut.keys()])]);
  return makePricedCart(quantities, leftOut, skus);
}

/**
 * The cart at current prices. Two round trips, one when it is empty; one less with the hashes.
 * @param ahead what was read for the presumed owner; it is read again if that was not this one
 */
export async function getCart(owner: Owner, ahead?: CartHashes): Promise<Cart> {
  return withRedis((redis) => readCart(redis, owner, ahead));
}

/** What a change of a line depends on, read before it was known whose session asks. */
export interface LineReads {
  ownerId: string;
  sku: string;
  /** null when it does not exist */
  found: Sku | null;
  /** the SKUs in the cart */
  lines: string[];
}

async function readForLine(redis: Redis, { id }: Owner, sku: string): Promise<LineReads> {
  const [skus, lines] = await Promise.all([readSkus(redis, [sku]), redis.hKeys(keys.cart(id))]);
  return { ownerId: id, sku, found: skus.get(sku) ?? null, lines };
}

/** What a change of a line reads first. One round trip. */
export async function readLine(owner: Owner, sku: string): Promise<LineReads> {
  return withRedis((redis) => readForLine(redis, owner, sku));
}

/**
 * Changes a line. Two round trips: the first reads the SKU and which lines the cart has, the second runs the script and
 * reads the prices. A third when another request added a line meanwhile, or when a merge left something out. What was
 * read ahead for this owner and SKU saves the first.
 */
async function changeCart(
  owner: Owner,
  { sku, quantity, mode }: { sku: string; quantity: number; mode: ChangeMode },
  ahead?: LineReads,
): Promise<CartResult> {
  return withRedis(async (redis) => {
    const isAhead = ahead?.ownerId === owner.id && ahead.sku === sku;
    const { found, lines } = isAhead ? ahead : await readForLine(redis, owner, sku);
    // The SKU is in another slot than the cart. If it is deleted just after this check, the line is gone.
    if (quantity > 0 && !found) return { ok: false, reason: "unknown-sku" };
    const limits = {
      maxQuantity: found ? maxQuantityOf(found) : MAX_QUANTITY,
      maxLines: MAX_LINES,
      expirySeconds: expirySecondsOf(owner),
    };
    const others = lines.filter((id) => id !== sku);
    const [reply, priced] = await Promise.all([
      changeLine(redis, { ...cartKeys(owner), sku, quantity, mode, ...limits }),
      readSkus(redis, others),
    ]);
    const [state, count, ...flat] = reply;
    if (state === "moved" || state === "full") return { ok: false, reason: state };
    const leftOut = parsePairs(flat.slice(0, Number(count)));
    const after = parsePairs(flat.slice(Number(count)));
    const skus = new Map([[sku, found], ...priced]);
    const unread = [...after.keys(), ...leftOut.keys()].filter((id) => !skus.has(id));
    for (const [id, other] of await readSkus(redis, unread)) skus.set(id, other);
    const limited = state === "limited" && found?.purchaseLimit ? explainPurchaseLimit(found) : undefined;
    const cart = makePricedCart(after, leftOut, skus, limited);
    return limited ? { ok: true, cart, limited } : { ok: true, cart };
  });
}

/**
 * Adds 1–99 of a SKU; a line never exceeds 99 or the purchase limit of the SKU, and a cart never 100 lines. Not
 * idempotent. Two round trips.
 */
export async function addToCart(owner: Owner, sku: string, quantity: number, ahead?: LineReads): Promise<CartResult> {
  return changeCart(owner, { sku, quantity, mode: "add" }, ahead);
}

/** Sets the quantity of a line, 0 to remove it, with the limits of {@link addToCart}. Idempotent. Two round trips. */
export async function setCartLine(owner: Owner, sku: string, quantity: number, ahead?: LineReads): Promise<CartResult> {
  return changeCart(owner, { sku, quantity, mode: "set" }, ahead);
}

/** Adds 1 of a SKU unless the cart has it already. Idempotent. Two round trips. */
export async function ensureInCart(owner: Owner, sku: string): Promise<CartResult> {
  return changeCart(owner, { sku, quantity: 1, mode: "at-least" });
}

/** Removes every line. Idempotent. One round trip. */
export async function clearCart(owner: Owner): Promise<CartResult> {
  return withRedis(async (redis) => {
    const cleared = await clearCartScript(redis, cartKeys(owner));
    return cleared ? { ok: true, cart: makeCart([]) } : { ok: false, reason: "moved" };
  });
}
