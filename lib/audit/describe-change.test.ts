import { expect, test } from "vitest";
import { describeChange } from "./describe-change.ts";

test.each([
  [null, { id: "a", stock: 0, brand: "", limit: null }, "", "id: a; stock: 0"],
  [{ id: "a", name: "A\nB", stock: 1 }, null, "id: a; name: A B; stock: 1", ""],
  [{ name: "A", price: "1.00", stock: 1 }, { price: "2.00", stock: 1 }, "price: 1.00", "price: 2.00"],
  [{ limit: 3 }, { limit: null }, "limit: 3", ""],
  [{ name: "A" }, { name: "A" }, "", ""],
])("%o → %o is told as %j and %j", (before, after, toldBefore, toldAfter) => {
  expect(describeChange(before, after)).toEqual({ before: toldBefore, after: toldAfter });
});

test("long values are cut", () => {
  const { after } = describeChange(null, Object.fromEntries([..."abcdefgh"].map((name) => [name, "x".repeat(5000)])));
  expect(after).toHaveLength(1000);
  expect(after).toContain(`${"x".repeat(199)}…; b: x`);
});
