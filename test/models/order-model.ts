import { runCartMerge } from "#lib/cart/merge.ts";
import { addToCart, getCart } from "#lib/cart/store.ts";
import { amountOff } from "#lib/discount/amount.ts";
import { formatMoney, parseMoney } from "#lib/money.ts";
import { type CheckoutResult, runCheckout } from "#lib/order/checkout/checkout.ts";
import { orderIdOf } from "#lib/order/checkout/idempotency.ts";
import { resolveCheckout } from "#lib/order/lifecycle/resolve-checkout.ts";
import { sweepOrders } from "#lib/order/lifecycle/sweeper.ts";
import { runTransition, type TransitionTarget } from "#lib/order/lifecycle/transition.ts";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { editSku } from "#lib/sku/edit/edit.ts";
import type { SteppedClient } from "#test/faults/tools/command-proxy.ts";

/**
 * The store in which the tests try orders: two SKUs, one user and two guests. The guests give the same e-mail address,
 * so discount codes and purchase limits count them as one shopper.
 */
export const SKUS = ["A", "B"] as const;
const GUESTS = ["gGuest", "gTwin"] as const;
export const USER = { id: "1", guest: false };
export const OWNERS = [USER.id, ...GUESTS] as const;

/** The discount code, and how often it may be used in total and by each shopper. */
export const CODE = "HALF";
export interface Limits {
  total: number;
  perShopper: number;
}

export type PurchaseLimit = number | null;

/**
 * Where an actor crashes: `at` counts its commands; "before" the command reaches Redis, or "after", without its reply.
 */
export type Crash = { at: number; how: "before" | "after" } | null;

/** An action of several commands, which may crash between any two of them. */
export type SteppedAction =
  /** `key` is the idempotency key: two checkouts of one owner may share it. `code`: with the discount */
  | { do: "checkout"; owner: number; key: number; code: boolean; crash: Crash }
  | { do: "transition"; order: number; to: TransitionTarget; crash: Crash }
  | { do: "sweep"; crash: Crash }
  /** A guest signs in as the user. */
  | { do: "sign-in"; guest: number; crash: Crash };

export type Action =
  | SteppedAction
  | { do: "add"; owner: number; sku: number; quantity: number }
  | { do: "restock"; sku: number; quantity: number }
  | { do: "price"; sku: number; cents: number }
  /** An administrator stops the discount code, or activates it again. */
  | { do: "set-active"; active: boolean }
  /** An administrator sets or removes the purchase limit of a SKU. */
  | { do: "limit"; sku: number; limit: PurchaseLimit };

const RECIPIENT = { name: "N", address: "A", city: "C", postcode: "P", country: "X", email: "a@example.org" };
const ownerOf = (index: number) => {
  const id = OWNERS[index % OWNERS.length] ?? "1";
  return { id, guest: id.startsWith("g") };
};

/** Performs actions on Redis and records beside it what they should lead to. */
export class OrderModel {
  /** SKU → its initial stock and all that was restocked */
  readonly supplied = new Map<string, number>();
  /** `<owner> <sku>` → all that was ever added to the cart */
  readonly added = new Map<string, number>();
  /** guests whose cart has been or will be merged into the user's */
  readonly signedIn = new Set<string>();
  readonly orders: string[] = [];
  readonly results: { id: string; result: CheckoutResult }[] = [];
  limits: Limits = { total: 0, perShopper: 0 };
  /**
   * SKU → the highest purchase limit since it had none, null without one; `changed` once it is not that of the
   * beginning
   */
  readonly purchaseLimits = new Map<string, { highest: PurchaseLimit; changed: boolean }>();

  async begin(stock: readonly number[], limits: Limits, purchaseLimits: readonly PurchaseLimit[] = []): Promise<void> {
    this.limits = limits;
    await withRedis(async (redis) => {
      await redis.flushAll();
      const uses = { total_limit: String(limits.total), user_limit: String(limits.perShopper) };
      await redis.hSet(keys.discount(CODE), { kind: "percent", value: "50", active: "1", ...uses });
      await Promise.all(
        SKUS.map((sku, i) => {
          const limit = purchaseLimits[i] ?? null;
          this.supplied.set(sku, stock[i] ?? 0);
          this.purchaseLimits.set(sku, { highest: limit, changed: false });
          const fields = { name: sku, price: "1.00", stock: String(stock[i] ?? 0) };
          return redis.hSet(keys.sku(sku), limit === null ? fields : { ...fields, purchase_limit: String(limit) });
        }),
      );
    });
  }

  /** Performs an action that nothing can interrupt. */
  async performAtOnce(action: Exclude<Action, SteppedAction>): Promise<void> {
    const sku = "sku" in action ? (SKUS[action.sku % SKUS.length] ?? "A") : "A";
    if (action.do === "add") {
      const owner = ownerOf(action.owner);
      const key = `${owner.id} ${sku}`;
      const inCart = async () => Number(await withRedis((redis) => redis.hGet(keys.cart(owner.id), sku)));
      const before = await inCart();
      await addToCart(owner, sku, action.quantity);
      // Fewer than asked for, where there is a purchase limit.
      this.added.set(key, (this.added.get(key) ?? 0) + (await inCart()) - before);
    } else if (action.do === "restock") {
      await withRedis((redis) => redis.hIncrBy(keys.sku(sku), "stock", action.quantity));
      this.supplied.set(sku, (this.supplied.get(sku) ?? 0) + action.quantity);
    } else if (action.do === "limit") {
      const { limit } = action;
      const { highest } = this.purchaseLimits.get(sku) ?? { highest: null };
      await editSku(sku, { purchaseLimit: limit });
      this.purchaseLimits.set(sku, { highest: limit && Math.max(limit, highest ?? 0), changed: true });
    } else if (action.do === "set-active") {
      await withRedis((redis) => redis.hSet(keys.discount(CODE), "active", action.active ? "1" : "0"));
    } else {
      await withRedis((redis) => redis.hSet(keys.sku(sku), "price", `1.${String(action.cents).padStart(2, "0")}`));
    }
  }

  /** Performs an action of several commands, on a connection that the test steps through. */
  async perform({ redis }: SteppedClient, action: SteppedAction): Promise<void> {
    if (action.do === "sweep") await sweepOrders(redis);
    if (action.do === "sign-in") {
      const guest = GUESTS[action.guest % GUESTS.length] ?? "";
      this.signedIn.add(guest);
      await runCartMerge(redis, guest, USER, resolveCheckout);
    }
    if (action.do === "transition") {
      const id = this.orders[action.order % Math.max(1, this.orders.length)];
      if (id) await runTransition(redis, id, action.to);
    }
    if (action.do === "checkout") {
      const owner = ownerOf(action.owner);
      const key = `key ${action.key}`;
      const id = orderIdOf(owner.id, key);
      this.orders.push(id);
      const subtotal = parseMoney((await getCart(owner)).totalValue) ?? 0;
      const discount = action.code ? amountOff({ kind: "percent", value: "50" }, subtotal) : 0;
      const body = {
        ...RECIPIENT,
        ...(action.code ? { discount: CODE } : {}),
        total: formatMoney(subtotal - discount),
      };
      const result = await runCheckout(redis, { owner, key, body });
      this.results.push({ id, result });
    }
  }
}
