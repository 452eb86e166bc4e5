import { expect, test } from "vitest";
import { parseSku } from "./store.ts";

const hash = { name: "Lamp", price: "1.00", stock: "9", category: "garden" };

test("a SKU whose hash is the same is not checked again, and cannot be changed by who got it", () => {
  const sku = parseSku("lamp", hash);
  expect(parseSku("lamp", { ...hash })).toBe(sku);
  expect(Object.isFrozen(sku)).toBe(true);
});

test.each([
  ["a field with another value", { ...hash, stock: "8" }, { stock: 8 }],
  ["one field more", { ...hash, brand: "Lux" }, { brand: "Lux" }],
  ["one field less", { name: "Lamp", price: "1.00", stock: "9" }, { category: "everything-else" }],
])("%s is seen", (_, changed, expected) => {
  expect(parseSku("lamp", hash)).toMatchObject({ stock: 9, brand: "", category: "garden" });
  expect(parseSku("lamp", changed)).toMatchObject(expected);
});

test("a SKU that is gone or damaged is none, although it was read before", () => {
  expect(parseSku("lamp", hash)).not.toBeNull();
  expect(parseSku("lamp", {})).toBeNull();
  expect(parseSku("lamp", undefined)).toBeNull();
  expect(parseSku("lamp", { ...hash, price: "free" })).toBeNull();
  expect(parseSku("chair", hash)).toMatchObject({ id: "chair" });
});
