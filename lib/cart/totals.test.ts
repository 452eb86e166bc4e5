import { expect, test } from "vitest";
import { MAX_AMOUNT } from "#lib/money.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { exceedsLargestOrder, makeCart } from "./totals.ts";

const costing = (price: string): Sku => ({
  ...{
    id: "sku123",
    name: "A yacht",
    price,
    stock: 99,
    category: "boats",
    brand: "",
    description: "",
    image: "/y.svg",
    purchaseLimit: null,
  },
});

test.each([
  ["0.01", 1, false],
  [MAX_AMOUNT, 1, false],
  ["333333333.33", 3, false],
  ["500000000.00", 2, true],
  [MAX_AMOUNT, 99, true],
])("a cart can't be ordered if its total is above the largest amount: %s × %i", (price, quantity, exceeds) => {
  const cart = makeCart([{ sku: costing(price), quantity }]);
  expect(exceedsLargestOrder(cart)).toBe(exceeds);
});

test("the smallest total that can't be ordered is one cent above the largest amount", () => {
  const lines = [costing(MAX_AMOUNT), costing("0.01")].map((sku) => ({ sku, quantity: 1 }));
  const cart = makeCart(lines);
  expect(cart.totalValue).toBe("1000000000.00");
  expect(exceedsLargestOrder(cart)).toBe(true);
});
