import { expect, test } from "vitest";
import { growTree } from "./key-tree.ts";
import { pageOfKey } from "./keys-path.ts";

test("keys stand under what their names begin with, companions where their key does", () => {
  const names = ["cart:1", "cart:2", "{cart:2}:merged", "skus", "sku:a", "biglist", "biglist:0"];
  const { branches, leaves, count } = growTree(names.map((key) => ({ key })));
  expect(count).toBe(7);
  expect(leaves.map(({ key }) => key)).toEqual(["biglist", "biglist:0", "sku:a", "skus"]);
  expect(branches).toMatchObject([{ prefix: "cart:", count: 3 }]);
  expect(branches[0]?.leaves.map(({ key }) => key)).toEqual(["cart:1", "cart:2", "{cart:2}:merged"]);
});

test("a key leads to the page of what it holds, a person's to the person", () => {
  const hrefs = ["cart:1", "cart:g0123456789abcdef", "order:0123", "sku:a/b", "biglist"].map(
    (key) => pageOfKey(key)?.href,
  );
  expect(hrefs).toEqual(["/admin/users/1", "/admin/carts", "/admin/orders/0123", "/admin/skus/a%2Fb", undefined]);
});
