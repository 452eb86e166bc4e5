import { runCartMerge } from "#lib/cart/merge.ts";
import { addToCart, getCart } from "#lib/cart/store.ts";
import { amountOff } from "#lib/discount/amount.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";
import { type CheckoutResult, runCheckout } from "#lib/order/checkout/checkout.ts";
import { orderIdOf } from "#lib/order/checkout/idempotency.ts";
import { resolveCheckout } from "#lib/order/lifecycle/resolve-checkout.ts";
import { sweepOrders } from "#lib/order/lifecycle/sweeper.ts";
import { runTransition } from "#lib/order/lifecycle/transition.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import type { GatedClient } from "#test/command-proxy.ts";

/**
 * The world in which the tests try orders: two SKUs, three shoppers, and whoever acts on them. The guests give the same
 * e-mail address, so a discount code takes them for one.
 */
export const SKUS = ["A", "B"] as const;
const GUESTS = ["gGuest", "gTwin"] as const;
export const USER = { id: "1", guest: false };
export const OWNERS = [USER.id, ...GUESTS] as const;
export type SkuName = (typeof SKUS)[number];

/** The discount code, and how often it may be used in all and by one shopper. */
export const CODE = "HALF";
export interface Limits {
  total: number;
  each: number;
}

/** How an actor comes to its end: before its n-th command reaches Redis, or with the reply lost. */
export type Death = { at: number; how: "before" | "after" } | null;

export type Deed =
  /** `key` is the idempotency key: two checkouts of one owner may share it. `code`: with the discount */
  | { do: "checkout"; owner: number; key: number; code: boolean; death: Death }
  | { do: "move"; order: number; to: "shipped" | "delivered" | "cancelled"; death: Death }
  | { do: "sweep"; death: Death }
  /** A guest signs in as the user. */
  | { do: "sign-in"; guest: number; death: Death }
  | { do: "add"; owner: number; sku: number; quantity: number }
  | { do: "restock"; sku: number; quantity: number }
  | { do: "price"; sku: number; cents: number }
  /** An admin stops the discount code, or lets it be used again. */
  | { do: "stop"; active: boolean };

const RECIPIENT = { name: "N", address: "A", city: "C", postcode: "P", country: "X", email: "a@example.org" };
export const ownerOf = (index: number) => {
  const id = OWNERS[index % OWNERS.length] ?? "1";
  return { id, guest: id.startsWith("g") };
};

/** What the world should come to, kept beside Redis. */
export class World {
  /** SKU → all that was ever put on its shelf */
  readonly supplied = new Map<string, number>();
  /** `<owner> <sku>` → all that was ever put in the cart */
  readonly added = new Map<string, number>();
  /** guests whose cart is or will be the user's */
  readonly signedIn = new Set<string>();
  readonly orders: string[] = [];
  readonly results: { id: string; result: CheckoutResult }[] = [];
  limits: Limits = { total: 0, each: 0 };

  async begin(stock: readonly number[], limits: Limits): Promise<void> {
    this.limits = limits;
    await withRedis(async (redis) => {
      await redis.flushAll();
      const uses = { total_limit: String(limits.total), user_limit: String(limits.each) };
      await redis.hSet(keys.discount(CODE), { kind: "percent", value: "50", active: "1", ...uses });
      await Promise.all(
        SKUS.map((sku, i) => {
          this.supplied.set(sku, stock[i] ?? 0);
          return redis.hSet(keys.sku(sku), { name: sku, price: "1.00", stock: String(stock[i] ?? 0) });
        }),
      );
    });
  }

  /** Does what is one command, at once. */
  async act(deed: Deed): Promise<void> {
    const sku = "sku" in deed ? (SKUS[deed.sku % SKUS.length] ?? "A") : "A";
    if (deed.do === "add") {
      const owner = ownerOf(deed.owner);
      const result = await addToCart(owner, sku, deed.quantity);
      const key = `${owner.id} ${sku}`;
      if (result.ok) this.added.set(key, (this.added.get(key) ?? 0) + deed.quantity);
    } else if (deed.do === "restock") {
      await withRedis((redis) => redis.hIncrBy(keys.sku(sku), "stock", deed.quantity));
      this.supplied.set(sku, (this.supplied.get(sku) ?? 0) + deed.quantity);
    } else if (deed.do === "stop") {
      await withRedis((redis) => redis.hSet(keys.discount(CODE), "active", deed.active ? "1" : "0"));
    } else if (deed.do === "price") {
      await withRedis((redis) => redis.hSet(keys.sku(sku), "price", `1.${String(deed.cents).padStart(2, "0")}`));
    }
  }

  /** Does what takes several commands, on a connection that a test steps through. */
  async perform({ redis }: GatedClient, deed: Deed): Promise<void> {
    if (deed.do === "sweep") await sweepOrders(redis);
    if (deed.do === "sign-in") {
      const guest = GUESTS[deed.guest % GUESTS.length] ?? "";
      this.signedIn.add(guest);
      await runCartMerge(redis, guest, USER, resolveCheckout);
    }
    if (deed.do === "move") {
      const id = this.orders[deed.order % Math.max(1, this.orders.length)];
      if (id) await runTransition(redis, id, deed.to);
    }
    if (deed.do === "checkout") {
      const owner = ownerOf(deed.owner);
      const key = `key ${deed.key}`;
      const id = orderIdOf(owner.id, key);
      this.orders.push(id);
      const subtotal = parseMoney((await getCart(owner)).totalValue) ?? 0;
      const off = deed.code ? amountOff({ kind: "percent", value: "50" }, subtotal) : 0;
      const body = { ...RECIPIENT, ...(deed.code ? { discount: CODE } : {}), total: formatMoney(subtotal - off) };
      const result = await runCheckout(redis, { owner, key, body });
      this.results.push({ id, result });
    }
  }
}
