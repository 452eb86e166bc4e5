import { MAX_QUANTITY } from "#lib/cart/limits.ts";
import type { Cart, CartLine } from "#lib/cart/schema.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";

/**
 * A change of one line that the server has not confirmed: a new quantity, or a quantity to add. `saveForLater` puts the
 * SKU into the wishlist first.
 */
export type CartChange = { kind: "set"; quantity: number; saveForLater?: true } | { kind: "add"; quantity: number };

const clamp = (quantity: number) => Math.max(0, Math.min(MAX_QUANTITY, quantity));

/** The quantity of a line after a change, 0 to 99. */
export function applyChange(quantity: number, change: CartChange | undefined): number {
  if (!change) return quantity;
  return clamp(change.kind === "set" ? change.quantity : quantity + change.quantity);
}

/** Two changes as one: a later quantity replaces the earlier change, a later addition is added to it. */
export function mergeChanges(earlier: CartChange | undefined, later: CartChange): CartChange {
  if (!earlier || later.kind === "set") return later;
  return { kind: earlier.kind, quantity: clamp(earlier.quantity + later.quantity) };
}

/**
 * The cart with changes applied, layer by layer. SKUs that are not in the cart yet count in `totalItems` only: their
 * names and prices are not known.
 */
export function applyChanges(cart: Cart, layers: readonly ReadonlyMap<string, CartChange>[]): Cart {
  const quantityAfter = (sku: string, quantity: number) =>
    layers.reduce((sum, layer) => applyChange(sum, layer.get(sku)), quantity);
  let total = 0;
  let totalItems = 0;
  const items = cart.items.flatMap((line): CartLine[] => {
    const quantity = quantityAfter(line.sku, line.quantity);
    const lineTotal = (parseMoney(line.unitPrice) ?? 0) * quantity;
    total += lineTotal;
    totalItems += quantity;
    return quantity === 0 ? [] : [{ ...line, quantity, lineTotal: formatMoney(lineTotal) }];
  });
  const inCart = new Set(cart.items.map((line) => line.sku));
  const added = new Set(layers.flatMap((layer) => [...layer.keys()]).filter((sku) => !inCart.has(sku)));
  for (const sku of added) totalItems += quantityAfter(sku, 0);
  return { ...cart, items, totalItems, totalValue: formatMoney(total) };
}
