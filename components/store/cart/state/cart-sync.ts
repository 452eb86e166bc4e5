import { ApiError } from "#components/shared/call-api.ts";
import type { Cart } from "#lib/cart/schema.ts";
import type { CartApi } from "./cart-api.ts";
import { applyChange, applyChanges, type CartChange, mergeChanges } from "./cart-changes.ts";

/** What a page shows of the cart. */
export interface CartView {
  /** null until the server has sent the cart */
  cart: Cart | null;
  /** null while unknown */
  totalItems: number | null;
  /** whether any change is not confirmed yet */
  pending: boolean;
  /** why the last change was undone, as a message for the shopper */
  problem: string | null;
}

export const unknownCart: CartView = { cart: null, totalItems: null, pending: false, problem: null };

interface CartSyncOptions {
  api: CartApi;
  /** How long a change that closely follows another waits for the next one, in milliseconds. A lone change is sent at once. */
  debounceMs?: number;
  /** The longest that the first change of a burst waits, in milliseconds. */
  maxWaitMs?: number;
}

/**
 * The cart of a browser window, updated optimistically. Changes of a SKU in quick succession are sent as one. Only one
 * request is in flight at a time, because each reply is the whole cart, and two replies could arrive in the wrong order.
 * A reply replaces the local state; changes made since then are applied on top of it.
 */
export function createCartSync({ api, debounceMs = 400, maxWaitMs = 2000 }: CartSyncOptions) {
  const listeners = new Set<() => void>();
  /** not sent yet, by SKU */
  const queued = new Map<string, CartChange>();
  /** sent and not answered yet, by SKU */
  let inFlight = new Map<string, CartChange>();
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

  const removeAll = () => new Map(server?.items.map((line) => [line.sku, { kind: "set", quantity: 0 } as CartChange]));

  function publish(): void {
    const layers = [inFlight, clearing ? removeAll() : new Map(), queued];
    const cart = server && applyChanges(server, layers);
    const listed = cart ?? applyChanges({ items: [], totalItems: 0, totalValue: "0.00" }, layers);
    const unlisted = cart ? 0 : (count ?? 0);
    const totalItems = server || count !== null || listed.totalItems > 0 ? listed.totalItems + unlisted : null;
    view = { cart, totalItems, pending: busy || clearing || queued.size > 0, problem };
    for (const listener of listeners) listener();
  }

  function accept(cart: Cart): void {
    server = cart;
    count = cart.totalItems;
    version++;
  }

  async function refresh(): Promise<void> {
    busy = true;
    const cart = await api.read().catch(() => null);
    if (cart) accept(cart);
    busy = false;
    publish();
    if (timer === undefined) flush();
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const [next] = queued;
    if (busy || (!clearing && !next)) return;
    busy = true;
    const clearFirst = clearing;
    if (clearFirst) {
      clearing = false;
      inFlight = removeAll();
    } else if (next) {
      queued.delete(next[0]);
      inFlight = new Map([next]);
    }
    try {
      accept(await (clearFirst || !next ? api.clear() : api.change(...next)));
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
      for (const sku of inFlight.keys()) queued.delete(sku);
      // Only the server knows whether a request without a reply took effect.
      const isRefusal = error instanceof ApiError && !error.outcomeUnknown;
      const current = isRefusal ? null : await api.read().catch(() => null);
      if (current) accept(current);
    }
    inFlight = new Map();
    busy = false;
    publish();
    // A burst that is still going on has its own timer.
    if (timer === undefined) await flush();
  }

  function schedule(delayMs: number): void {
    clearTimeout(timer);
    timer = setTimeout(flush, delayMs);
    problem = null;
    version++;
    publish();
  }

  function queue(sku: string, change: CartChange): void {
    const now = Date.now();
    if (timer === undefined) burstStart = now;
    queued.set(sku, mergeChanges(queued.get(sku), change));
    const isAlone = !busy && timer === undefined && now - lastChange > debounceMs;
    lastChange = now;
    schedule(isAlone ? 0 : Math.max(0, Math.min(debounceMs, burstStart + maxWaitMs - now)));
  }

  const quantityOf = (sku: string) =>
    view.cart?.items.find((line) => line.sku === sku)?.quantity ?? applyChange(0, queued.get(sku));

  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view: () => view,
    /** Increases with every change of the cart, so that a reply requested before a change can be recognised as outdated. */
    version: () => version,
    add: (sku: string, quantity: number) => queue(sku, { kind: "add", quantity }),
    /** 0 removes. */
    set: (sku: string, quantity: number) =>
      queue(sku, { kind: "set", quantity: applyChange(0, { kind: "set", quantity }) }),
    /** Moves a line into the wishlist. */
    saveForLater: (sku: string) => queue(sku, { kind: "set", quantity: 0, saveForLater: true }),
    /** One more or one less than the quantity shown, never below 1. */
    step: (sku: string, by: 1 | -1) =>
      queue(sku, { kind: "set", quantity: Math.max(1, applyChange(quantityOf(sku), { kind: "add", quantity: by })) }),
    clear(): void {
      queued.clear();
      clearing = true;
      schedule(0);
    },
    /** Takes a cart that the server has rendered; ignored while a request is in flight, whose reply is newer. */
    setServerCart(cart: Cart): void {
      if (busy) return;
      accept(cart);
      publish();
    },
    /**
     * Takes the number of items from the reply to a page view. If it contradicts the cart, another window has changed
     * it, and the cart is read again. @param asOf the version when the page view was sent
     */
    setServerCount(totalItems: number, asOf: number): void {
      if (busy || queued.size > 0 || asOf !== version) return;
      count = totalItems;
      if (server && server.totalItems !== totalItems) refresh();
      publish();
    },
    /** Sends all queued changes at once and ignores the replies, because the page is about to be closed. */
    flushOnUnload(): void {
      for (const [sku, change] of queued) api.change(sku, change).catch(() => {});
      queued.clear();
    },
    dismissProblem(): void {
      problem = null;
      publish();
    },
  };
}
