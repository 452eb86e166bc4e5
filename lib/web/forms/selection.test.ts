import { expect, test } from "vitest";
import { skuId } from "#lib/sku/schema.ts";
import { selectionOf, tellOutcome } from "./selection.ts";

test("a selection is nothing, one or several values, each once, and not without end", () => {
  const read = (value: unknown) => selectionOf(skuId).safeParse(value).data;
  expect(read(undefined)).toEqual([]);
  expect(read("a")).toEqual(["a"]);
  expect(read(["a", "b", "a"])).toEqual(["a", "b"]);
  expect(read(["a", "not an id"])).toBeUndefined();
  expect(read(Array.from({ length: 101 }, (_, i) => `sku-${i}`))).toBeUndefined();
});

test("the outcome says how many are done, and which are not and why", () => {
  expect(tellOutcome("SKU", 0, "removed", [])).toMatchObject({ ok: false, message: "Select at least one SKU first." });
  expect(tellOutcome("SKU", 1, "removed", [])).toEqual({ ok: true, message: "1 of 1 SKU removed." });
  expect(tellOutcome("SKU", 9, "removed", ["sku1 no longer exists"])).toEqual({
    ok: false,
    message: "8 of 9 SKUs removed. 1 refused: sku1 no longer exists.",
  });
});
