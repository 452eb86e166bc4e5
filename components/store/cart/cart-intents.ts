import { MAX_QUANTITY } from "#lib/cart/limits.ts";
import type { Cart, CartLine } from "#lib/cart/schema.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";

/**
 * What the shopper wants of a line and the server has not confirmed: a quantity, or so many more. `save` puts it into
 * the wishlist before.
 */
export type Intent = { kind: "set"; quantity: number; save?: true } | { kind: "add"; quantity: number };

const clamp = (quantity: number) => Math.max(0, Math.min(MAX_QUANTITY, quantity));

/** The quantity of a line after an intent. */
export function applyIntent(quantity: number, intent: Intent | undefined): number {
  if (!intent) return quantity;
  return clamp(intent.kind === "set" ? intent.quantity : quantity + intent.quantity);
}

/** Two intents as one: a later quantity replaces, a later addition adds. */
export function joinIntents(earlier: Intent | undefined, later: Intent): Intent {
  if (!earlier || later.kind === "set") return later;
  return { kind: earlier.kind, quantity: clamp(earlier.quantity + later.quantity) };
}

/** A cart as it will be once the intents have arrived. What is not in it yet shows only in `totalItems`. */
export function projectCart(cart: Cart, intents: readonly ReadonlyMap<string, Intent>[]): Cart {
  const project = (sku: string, quantity: number) =>
    intents.reduce((sum, layer) => applyIntent(sum, layer.get(sku)), quantity);
  let total = 0;
  let totalItems = 0;
  const items = cart.items.flatMap((line): CartLine[] => {
    const quantity = project(line.sku, line.quantity);
    const lineTotal = (parseMoney(line.unitPrice) ?? 0) * quantity;
    total += lineTotal;
    totalItems += quantity;
    return quantity === 0 ? [] : [{ ...line, quantity, lineTotal: formatMoney(lineTotal) }];
  });
  const inCart = new Set(cart.items.map((line) => line.sku));
  const fresh = new Set(intents.flatMap((layer) => [...layer.keys()]).filter((sku) => !inCart.has(sku)));
  for (const sku of fresh) totalItems += project(sku, 0);
  return { ...cart, items, totalItems, totalValue: formatMoney(total) };
}
