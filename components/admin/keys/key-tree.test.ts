import { expect, test } from "vitest";
import { growTree } from "./key-tree.ts";

test("keys stand under what their names begin with, companions where their key does", () => {
  const names = ["cart:1", "cart:2", "{cart:2}:merged", "skus", "sku:a", "biglist", "biglist:0"];
  const { branches, leaves, count } = growTree(names.map((key) => ({ key })));
  expect(count).toBe(7);
  expect(leaves.map(({ key }) => key)).toEqual(["biglist", "biglist:0", "sku:a", "skus"]);
  expect(branches).toMatchObject([{ prefix: "cart:", count: 3 }]);
  expect(branches[0]?.leaves.map(({ key }) => key)).toEqual(["cart:1", "cart:2", "{cart:2}:merged"]);
});
