import fc from "fast-check";
import { expect, test } from "vitest";
import { exceedsMaxAmount, formatMoney, MAX_AMOUNT, parseMoney } from "./money.ts";

test("every amount reads back as it was written", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (minor) => {
      expect(parseMoney(formatMoney(minor))).toBe(minor);
    }),
  );
});

test.each([
  ["0", 0],
  ["0.5", 50],
  ["199.99", 19_999],
  ["007.10", 710],
])("%s is %i cents", (text, minor) => {
  expect(parseMoney(text)).toBe(minor);
});

test.each(["", "-1", "+1", "1.", ".5", "1.999", "1,50", "1e3", "1234567890", " 1", "1\n", "١", "NaN"])(
  "%j is no money",
  (text) => {
    expect(parseMoney(text)).toBeNull();
  },
);

test("one cent more than the largest amount is no money", () => {
  const largest = parseMoney(MAX_AMOUNT) ?? Number.NaN;
  expect(formatMoney(largest)).toBe(MAX_AMOUNT);
  expect(parseMoney(formatMoney(largest + 1))).toBeNull();
});

test("a negative amount has its sign in front", () => {
  expect([formatMoney(-5), formatMoney(-19_999)]).toEqual(["-0.05", "-199.99"]);
});

test.each([
  [MAX_AMOUNT, false],
  ["1000000000.00", true],
  ["1000000000", true],
  ["99999999999999999999.9", true],
  ["0000000001.00", false],
  ["0000000000", false],
  ["1000000000.001", false],
  ["-1000000000", false],
  ["1e99", false],
])("%s is an amount above the largest one: %s", (text, exceeds) => {
  expect(exceedsMaxAmount(text)).toBe(exceeds);
});
