import { expect, test } from "vitest";
import { MAX_AMOUNT } from "#lib/money.ts";
import { fieldErrors } from "#lib/validation.ts";
import { checkoutBody } from "./schema.ts";

const address = { name: "Parker", address: "1 Street", city: "Berlin", postcode: "10115", country: "Germany" };

/** What is said of the fields of a checkout with this total. */
function complain(total: string) {
  const parsed = checkoutBody.safeParse({ ...address, total });
  return parsed.success ? {} : fieldErrors(parsed.error);
}

test("a total above the largest amount is called too large, and one that is no amount is not", () => {
  const tooLarge = { total: "is too large; the largest amount is 999999999.99" };
  expect(complain("1000000000.00")).toEqual(tooLarge);
  expect(complain("99000000000")).toEqual(tooLarge);
  for (const text of ["1e12", "-1000000000", "1000000000.001", "much"])
    expect(complain(text)).toEqual({ total: 'must be an amount such as "399.98"' });
  expect(complain(MAX_AMOUNT)).toEqual({});
});
