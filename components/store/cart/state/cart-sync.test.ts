import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError } from "#components/shared/call-api.ts";
import type { Cart } from "#lib/cart/schema.ts";
import { makeCart } from "#lib/cart/totals.ts";
import type { CartApi } from "./cart-api.ts";
import { applyChange, type CartChange } from "./cart-changes.ts";
import { createCartSync } from "./cart-sync.ts";

const price = { sku123: "199.99", "mouse-456": "29.99" } as Record<string, string>;

function cartOf(lines: Record<string, number>): Cart {
  return makeCart(
    Object.entries(lines).map(([id, quantity]) => ({
      sku: {
        ...{ id, name: id, price: price[id] ?? "1.00", stock: 9, category: "" },
        ...{ brand: "", description: "", image: "", purchaseLimit: null },
      },
      quantity,
    })),
  );
}

/** A server that answers its requests in order, each when the test calls `answers.shift()`. */
function makeServer(lines: Record<string, number>) {
  const requests: string[] = [];
  const answers: (() => void)[] = [];
  const answer = (change: () => void) =>
    new Promise<Cart>((resolve) => {
      answers.push(() => {
        change();
        resolve(cartOf(lines));
      });
    });
  const api: CartApi = {
    read: async () => cartOf(lines),
    clear: () =>
      answer(() => {
        requests.push("clear");
        for (const sku of Object.keys(lines)) delete lines[sku];
      }),
    change: (sku: string, change: CartChange) => {
      requests.push(`${change.kind} ${sku} ${change.quantity}`);
      return answer(() => {
        const quantity = applyChange(lines[sku] ?? 0, change);
        if (quantity === 0) delete lines[sku];
        else lines[sku] = quantity;
      });
    },
  };
  const answerAll = async () => {
    for (let i = 0; i < 20; i++) {
      await vi.advanceTimersByTimeAsync(500);
      answers.shift()?.();
    }
  };
  return { requests, answers, api, answerAll, lines };
}

const shown = (sync: ReturnType<typeof createCartSync>, sku: string) =>
  sync.view().cart?.items.find((line) => line.sku === sku)?.quantity ?? 0;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the cart in the browser", () => {
  it("turns fifty quick clicks into a handful of requests and ends at the right quantity", async () => {
    const server = makeServer({ sku123: 1 });
    const sync = createCartSync({ api: server.api });
    sync.setServerCart(cartOf({ sku123: 1 }));
    for (let i = 0; i < 50; i++) {
      sync.step("sku123", 1);
      expect(shown(sync, "sku123")).toBe(2 + i);
      await vi.advanceTimersByTimeAsync(30);
    }
    await server.answerAll();
    expect(server.requests.length).toBeLessThanOrEqual(3);
    expect(server.requests.at(-1)).toBe("set sku123 51");
    expect(server.lines).toEqual({ sku123: 51 });
    expect(sync.view()).toMatchObject({ totalItems: 51, pending: false, problem: null });
  });

  it("sends a single change without waiting", async () => {
    const server = makeServer({});
    createCartSync({ api: server.api }).add("sku123", 2);
    await vi.advanceTimersByTimeAsync(0);
    expect(server.requests).toEqual(["add sku123 2"]);
  });

  it("has one request in flight at a time, because a reply is the whole cart", async () => {
    const server = makeServer({ sku123: 1, "mouse-456": 1 });
    const sync = createCartSync({ api: server.api });
    sync.setServerCart(cartOf({ sku123: 1, "mouse-456": 1 }));
    sync.set("sku123", 5);
    await vi.advanceTimersByTimeAsync(0);
    sync.set("mouse-456", 7);
    await vi.advanceTimersByTimeAsync(5000);
    expect(server.requests).toEqual(["set sku123 5"]);
    server.answers.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.requests).toEqual(["set sku123 5", "set mouse-456 7"]);
    expect([shown(sync, "sku123"), shown(sync, "mouse-456")]).toEqual([5, 7]);
  });

  it("counts additions before the cart is known", async () => {
    const server = makeServer({ sku123: 3 });
    const sync = createCartSync({ api: server.api });
    expect(sync.view().totalItems).toBeNull();
    sync.setServerCount(3, sync.version());
    sync.add("mouse-456", 2);
    expect(sync.view().totalItems).toBe(5);
    await server.answerAll();
    expect(sync.view()).toMatchObject({ totalItems: 5, cart: { totalValue: "659.95" } });
  });

  it("restores the old state when a change is refused, and says why", async () => {
    const server = makeServer({ sku123: 4 });
    const sync = createCartSync({
      api: { ...server.api, change: () => Promise.reject(new ApiError("Not today.", false)) },
    });
    sync.setServerCart(cartOf({ sku123: 4 }));
    sync.step("sku123", 1);
    expect(shown(sync, "sku123")).toBe(5);
    await vi.advanceTimersByTimeAsync(0);
    expect(shown(sync, "sku123")).toBe(4);
    expect(sync.view().problem).toBe("Not today.");
  });

  it("reads the cart again when a change gets no reply", async () => {
    const server = makeServer({ sku123: 9 });
    const sync = createCartSync({
      api: { ...server.api, change: () => Promise.reject(new ApiError("Lost.", true)) },
    });
    sync.setServerCart(cartOf({ sku123: 4 }));
    sync.add("sku123", 5);
    await vi.advanceTimersByTimeAsync(0);
    expect(shown(sync, "sku123")).toBe(9);
  });

  it("clears the cart, drops queued changes, and keeps what is added afterwards", async () => {
    const server = makeServer({ sku123: 1 });
    const sync = createCartSync({ api: server.api });
    sync.setServerCart(cartOf({ sku123: 1 }));
    sync.set("sku123", 8);
    sync.clear();
    sync.add("mouse-456", 1);
    expect(sync.view().totalItems).toBe(1);
    await server.answerAll();
    expect(server.requests).toEqual(["clear", "add mouse-456 1"]);
    expect(server.lines).toEqual({ "mouse-456": 1 });
  });

  it("ignores a count that was requested before the last change", () => {
    const sync = createCartSync({ api: makeServer({}).api });
    const asOf = sync.version();
    sync.add("sku123", 2);
    sync.setServerCount(0, asOf);
    expect(sync.view().totalItems).toBe(2);
  });
});
