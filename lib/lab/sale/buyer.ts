import { orderIdOf } from "#lib/order/checkout/idempotency.ts";
import type { CheckoutBody } from "#lib/order/schema.ts";
import { labNames } from "#lib/redis/keys.ts";
import { guestIdOf } from "#lib/session/identity.ts";

/** A guest of a sale. Every name follows from the run, so that all that a checkout writes can be deleted by name. */
export interface Buyer {
  sid: string;
  owner: { id: string; guest: true };
  /** Idempotency key of the checkout. */
  key: string;
  /** The order that the checkout leads to. */
  order: string;
  body: CheckoutBody & { email: string };
}

/** What one unit of the SKU of a sale costs. */
export const SALE_PRICE = "1.00";

/** The only SKU of a sale. It is in no index, so no list of the store shows it. */
export const saleSku = (run: string) => labNames.sku(run, 0);

/** The guest with a number. */
export function makeBuyer(run: string, n: number): Buyer {
  const sid = labNames.cookieSid(run, n);
  const owner = { id: guestIdOf(sid), guest: true } as const;
  const key = `lab-${run}-${n}`;
  const address = { name: "Laboratory", address: "1 Test Bench", city: "Laboratory", postcode: "0", country: "None" };
  const body = { email: `${key}@example.com`, ...address, total: SALE_PRICE };
  return { sid, owner, key, order: orderIdOf(owner.id, key), body };
}

/** All guests of a sale. */
export function listBuyers(run: string, count: number): Buyer[] {
  return Array.from({ length: count }, (_, n) => makeBuyer(run, n));
}
