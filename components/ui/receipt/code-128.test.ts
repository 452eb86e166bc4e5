import { expect, it } from "vitest";
import { encodeCode128 } from "./code-128.ts";

it("makes each symbol 11 modules wide, and the stop symbol 13", () => {
  const modules = encodeCode128("sku:sku123").reduce((sum, width) => sum + width, 0);
  expect(modules).toBe((1 + "sku:sku123".length + 1) * 11 + 13);
});

it("has the right check symbol: PJJ123C, known to have 54 after start A, has 55 after start B", () => {
  // Start, seven characters, check, stop: the check is the ninth symbol of six widths each.
  const widths = encodeCode128("PJJ123C");
  expect(widths.slice(8 * 6, 9 * 6).join("")).toBe("311321");
});

it("replaces characters that Code 128 can't encode", () => {
  expect(encodeCode128("é")).toEqual(encodeCode128("?"));
});
