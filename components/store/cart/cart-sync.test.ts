import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Cart } from "#lib/cart/schema.ts";
import { makeCart } from "#lib/cart/totals.ts";
import { applyIntent, type Intent } from "./cart-intents.ts";
import { CartError, type Send } from "./cart-requests.ts";
import { createCartSync } from "./cart-sync.ts";

const price = { sku123: "199.99", "mouse-456": "29.99" } as Record<string, string>;

function cartOf(lines: Record<string, number>): Cart {
  return makeCart(
    Object.entries(lines).map(([id, quantity]) => ({
      sku: { id, name: id, price: price[id] ?? "1.00", stock: 9, category: "", brand: "", description: "", image: "" },
      quantity,
    })),
  );
}

/** A server that answers when it is told to, in the order in which it was asked. */
function makeServer(lines: Record<string, number>) {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const answer = (work: () => void) =>
    new Promise<Cart>((resolve) => {
      answers.push(() => {
        work();
        resolve(cartOf(lines));
      });
    });
  const send: Send = {
    read: async () => cartOf(lines),
    clear: () =>
      answer(() => {
        asked.push("clear");
        for (const sku of Object.keys(lines)) delete lines[sku];
      }),
    change: (sku: string, intent: Intent) => {
      asked.push(`${intent.kind} ${sku} ${intent.quantity}`);
      return answer(() => {
        const quantity = applyIntent(lines[sku] ?? 0, intent);
        if (quantity === 0) delete lines[sku];
        else lines[sku] = quantity;
      });
    },
  };
  const settle = async () => {
    for (let i = 0; i < 20; i++) {
      await vi.advanceTimersByTimeAsync(500);
      answers.shift()?.();
    }
  };
  return { asked, answers, send, settle, lines };
}

const shown = (sync: ReturnType<typeof createCartSync>, sku: string) =>
  sync.view().cart?.items.find((line) => line.sku === sku)?.quantity ?? 0;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the cart in the browser", () => {
  it("turns fifty quick clicks into a handful of requests and ends at the right number", async () => {
    const server = makeServer({ sku123: 1 });
    const sync = createCartSync({ send: server.send });
    sync.seed(cartOf({ sku123: 1 }));
    for (let i = 0; i < 50; i++) {
      sync.step("sku123", 1);
      expect(shown(sync, "sku123")).toBe(2 + i);
      await vi.advanceTimersByTimeAsync(30);
    }
    await server.settle();
    expect(server.asked.length).toBeLessThanOrEqual(3);
    expect(server.asked.at(-1)).toBe("set sku123 51");
    expect(server.lines).toEqual({ sku123: 51 });
    expect(sync.view()).toMatchObject({ totalItems: 51, pending: false, problem: null });
  });

  it("sends a single change without waiting", async () => {
    const server = makeServer({});
    createCartSync({ send: server.send }).add("sku123", 2);
    await vi.advanceTimersByTimeAsync(0);
    expect(server.asked).toEqual(["add sku123 2"]);
  });

  it("has one request under way at a time, because a reply is the whole cart", async () => {
    const server = makeServer({ sku123: 1, "mouse-456": 1 });
    const sync = createCartSync({ send: server.send });
    sync.seed(cartOf({ sku123: 1, "mouse-456": 1 }));
    sync.set("sku123", 5);
    await vi.advanceTimersByTimeAsync(0);
    sync.set("mouse-456", 7);
    await vi.advanceTimersByTimeAsync(5000);
    expect(server.asked).toEqual(["set sku123 5"]);
    server.answers.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.asked).toEqual(["set sku123 5", "set mouse-456 7"]);
    expect([shown(sync, "sku123"), shown(sync, "mouse-456")]).toEqual([5, 7]);
  });

  it("counts additions before the cart is known", async () => {
    const server = makeServer({ sku123: 3 });
    const sync = createCartSync({ send: server.send });
    expect(sync.view().totalItems).toBeNull();
    sync.seedCount(3, sync.version());
    sync.add("mouse-456", 2);
    expect(sync.view().totalItems).toBe(5);
    await server.settle();
    expect(sync.view()).toMatchObject({ totalItems: 5, cart: { totalValue: "659.95" } });
  });

  it("goes back to the old state when a change is refused, and says why", async () => {
    const server = makeServer({ sku123: 4 });
    const sync = createCartSync({
      send: { ...server.send, change: () => Promise.reject(new CartError("Not today.", false)) },
    });
    sync.seed(cartOf({ sku123: 4 }));
    sync.step("sku123", 1);
    expect(shown(sync, "sku123")).toBe(5);
    await vi.advanceTimersByTimeAsync(0);
    expect(shown(sync, "sku123")).toBe(4);
    expect(sync.view().problem).toBe("Not today.");
  });

  it("asks the server what it has when a change got lost on the way", async () => {
    const server = makeServer({ sku123: 9 });
    const sync = createCartSync({
      send: { ...server.send, change: () => Promise.reject(new CartError("Lost.", true)) },
    });
    sync.seed(cartOf({ sku123: 4 }));
    sync.add("sku123", 5);
    await vi.advanceTimersByTimeAsync(0);
    expect(shown(sync, "sku123")).toBe(9);
  });

  it("empties, drops what was waiting, and keeps what is added afterwards", async () => {
    const server = makeServer({ sku123: 1 });
    const sync = createCartSync({ send: server.send });
    sync.seed(cartOf({ sku123: 1 }));
    sync.set("sku123", 8);
    sync.clear();
    sync.add("mouse-456", 1);
    expect(sync.view().totalItems).toBe(1);
    await server.settle();
    expect(server.asked).toEqual(["clear", "add mouse-456 1"]);
    expect(server.lines).toEqual({ "mouse-456": 1 });
  });

  it("does not take a count that was asked for before the last change", () => {
    const sync = createCartSync({ send: makeServer({}).send });
    const asOf = sync.version();
    sync.add("sku123", 2);
    sync.seedCount(0, asOf);
    expect(sync.view().totalItems).toBe(2);
  });
});
