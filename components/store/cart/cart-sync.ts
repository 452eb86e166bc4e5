import type { Cart } from "#lib/cart/schema.ts";
import { applyIntent, type Intent, joinIntents, projectCart } from "./cart-intents.ts";
import { CartError, type Send } from "./cart-requests.ts";

/** What a page shows of the cart. */
export interface CartView {
  /** null until a reply of the server has been seen */
  cart: Cart | null;
  /** null while unknown */
  totalItems: number | null;
  /** something has not been confirmed yet */
  pending: boolean;
  /** why the last change was undone, in plain words */
  problem: string | null;
}

export const unknownCart: CartView = { cart: null, totalItems: null, pending: false, problem: null };

interface CartSyncOptions {
  send: Send;
  /** A change that follows another waits so long for a third, in milliseconds; one that comes alone does not wait. */
  quietMs?: number;
  /** The first change of a burst never waits longer, in milliseconds. */
  longestMs?: number;
}

/**
 * The cart of a browser window. Changes show at once; those that follow each other quickly travel as one. One request
 * is under way at a time, because each reply is the whole cart: two at once could arrive in the wrong order. A reply
 * replaces the local state, on top of which only what the shopper has changed since is laid.
 */
export function createCartSync({ send, quietMs = 400, longestMs = 2000 }: CartSyncOptions) {
  const listeners = new Set<() => void>();
  /** wanted, and not sent yet */
  const waiting = new Map<string, Intent>();
  /** sent, and not answered yet */
  let flying = new Map<string, Intent>();
  let clearing = false;
  let server: Cart | null = null;
  let count: number | null = null;
  let problem: string | null = null;
  let busy = false;
  let version = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let burstStart = 0;
  let lastChange = Number.NEGATIVE_INFINITY;
  let view = unknownCart;

  const nothingLeft = () => new Map(server?.items.map((line) => [line.sku, { kind: "set", quantity: 0 } as Intent]));

  function publish(): void {
    const layers = [flying, clearing ? nothingLeft() : new Map(), waiting];
    const cart = server && projectCart(server, layers);
    const known = cart ?? projectCart({ items: [], totalItems: 0, totalValue: "0.00" }, layers);
    const unseen = cart ? 0 : (count ?? 0);
    const totalItems = server || count !== null || known.totalItems > 0 ? known.totalItems + unseen : null;
    view = { cart, totalItems, pending: busy || clearing || waiting.size > 0, problem };
    for (const listener of listeners) listener();
  }

  function accept(cart: Cart): void {
    server = cart;
    count = cart.totalItems;
    version++;
  }

  async function refresh(): Promise<void> {
    busy = true;
    const cart = await send.read().catch(() => null);
    if (cart) accept(cart);
    busy = false;
    publish();
    if (timer === undefined) flush();
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const [next] = waiting;
    if (busy || (!clearing && !next)) return;
    busy = true;
    const emptying = clearing;
    if (emptying) {
      clearing = false;
      flying = nothingLeft();
    } else if (next) {
      waiting.delete(next[0]);
      flying = new Map([next]);
    }
    try {
      accept(await (emptying || !next ? send.clear() : send.change(...next)));
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      for (const sku of flying.keys()) waiting.delete(sku);
      // Whether a change that got lost took effect, only the server knows.
      const truth = error instanceof CartError && !error.unsure ? null : await send.read().catch(() => null);
      if (truth) accept(truth);
    }
    flying = new Map();
    busy = false;
    publish();
    // A burst that still goes on has a timer of its own.
    if (timer === undefined) await flush();
  }

  function schedule(delayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(flush, delayMs);
    problem = null;
    version++;
    publish();
  }

  function want(sku: string, intent: Intent): void {
    const now = Date.now();
    if (timer === undefined) burstStart = now;
    waiting.set(sku, joinIntents(waiting.get(sku), intent));
    const alone = !busy && timer === undefined && now - lastChange > quietMs;
    lastChange = now;
    schedule(alone ? 0 : Math.max(0, Math.min(quietMs, burstStart + longestMs - now)));
  }

  const quantityOf = (sku: string) =>
    view.cart?.items.find((line) => line.sku === sku)?.quantity ?? applyIntent(0, waiting.get(sku));

  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view: () => view,
    /** Changes whenever the cart did: what was asked for before is then out of date. */
    version: () => version,
    add: (sku: string, quantity: number) => want(sku, { kind: "add", quantity }),
    /** 0 removes. */
    set: (sku: string, quantity: number) =>
      want(sku, { kind: "set", quantity: applyIntent(0, { kind: "set", quantity }) }),
    /** Moves a line into the wishlist. */
    save: (sku: string) => want(sku, { kind: "set", quantity: 0, save: true }),
    /** One more or one less, counted from what is shown; never below 1. */
    step: (sku: string, by: 1 | -1) =>
      want(sku, { kind: "set", quantity: Math.max(1, applyIntent(quantityOf(sku), { kind: "add", quantity: by })) }),
    clear(): void {
      waiting.clear();
      clearing = true;
      schedule(0);
    },
    /** A cart that the server has rendered. One that is about to be replaced by a reply is not taken. */
    seed(cart: Cart): void {
      if (busy) return;
      accept(cart);
      publish();
    },
    /** The number that a page view brought; when it contradicts the cart at hand, another window has changed it. */
    seedCount(totalItems: number, asOf: number): void {
      if (busy || waiting.size > 0 || asOf !== version) return;
      count = totalItems;
      if (server && server.totalItems !== totalItems) refresh();
      publish();
    },
    /** Sends what waits, without the pause and without looking at the replies: the page is about to go. */
    leave(): void {
      for (const [sku, intent] of waiting) send.change(sku, intent).catch(() => {});
      waiting.clear();
    },
    dismissProblem(): void {
      problem = null;
      publish();
    },
  };
}
