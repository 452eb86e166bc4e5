import fc from "fast-check";
import { expect, test } from "vitest";
import { formatMoney } from "#lib/money.ts";
import { amountOff } from "./amount.ts";

const cents = fc.integer({ min: 0, max: 99_999_999_999 });
const percent = fc.integer({ min: 1, max: 100 });

test("a percentage is rounded to the cent, half up", () => {
  fc.assert(
    fc.property(cents, percent, (subtotal, value) => {
      const exact = BigInt(subtotal) * BigInt(value);
      const off = BigInt(amountOff({ kind: "percent", value: String(value) }, subtotal)) * 100n;
      expect(off - exact).toBeGreaterThan(-50n);
      expect(off - exact).toBeLessThanOrEqual(50n);
    }),
  );
});

test("the total is never negative, and a fixed amount is taken off in full when the subtotal allows it", () => {
  fc.assert(
    fc.property(cents, cents, percent, (subtotal, fixed, value) => {
      expect(amountOff({ kind: "fixed", value: formatMoney(fixed) }, subtotal)).toBe(Math.min(subtotal, fixed));
      const off = amountOff({ kind: "percent", value: String(value) }, subtotal);
      expect(off >= 0 && off <= subtotal && Number.isInteger(off)).toBe(true);
    }),
  );
});

test.each([
  ["10", 5, 1],
  ["10", 4, 0],
  ["15", 19_999, 3000],
  ["33", 50, 17],
  ["100", 1, 1],
  ["25", 1999, 500],
  ["50", 1, 1],
  ["33", 99, 33],
  ["100", 2300, 2300],
  ["1", 49, 0],
  ["99", 1, 1],
])("A4, A5: %s percent of %i cents is %i", (value, subtotal, off) => {
  expect(amountOff({ kind: "percent", value }, subtotal)).toBe(off);
});
