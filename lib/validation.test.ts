import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createDiscountBody } from "#lib/discount/schema.ts";
import { listOrdersQuery } from "#lib/order/schema.ts";
import { searchQuery } from "#lib/search/schema.ts";
import { createSkuCells, createSkuForm } from "#lib/sku/schema.ts";
import { fieldErrors, wholeNumber } from "./validation.ts";

/** What `Number()` takes for one. */
const NO_DIGITS = [
  "0x10",
  "0b11",
  "1e3",
  "1e21",
  " 2 ",
  "+5",
  "1_000",
  "1,000",
  "1.0",
  "２",
  "٣",
  "",
  "Infinity",
  "--1",
];
const code = { code: "TEN", kind: "percent", value: "10" };
const sku = { id: "a", name: "A", price: "1.00", stock: "1", category: "toys" };

const fields: [string, z.ZodType, string, object][] = [
  ["uses of a code", createDiscountBody, "totalLimit", code],
  ["uses of a code by a shopper", createDiscountBody, "userLimit", code],
  ["value of a code", createDiscountBody, "value", code],
  ["stock of a SKU", createSkuForm, "stock", sku],
  ["purchase limit of a SKU", createSkuForm, "purchaseLimit", sku],
  ["length of a list", searchQuery, "limit", {}],
  ["length of a list of orders", listOrdersQuery, "limit", {}],
];

const MAY_BE_EMPTY = ["totalLimit", "userLimit", "purchaseLimit"];

test.each(fields)("A7: the %s is plain digits and nothing else", (_, schema, field, rest) => {
  expect(schema.safeParse({ ...rest, [field]: "2" }).success).toBe(true);
  for (const text of NO_DIGITS) {
    if (text === "" && MAY_BE_EMPTY.includes(field)) continue;
    const errors = fieldErrors(schema.safeParse({ ...rest, [field]: text }).error ?? new z.ZodError([]));
    expect([text, errors[field]]).toEqual([text, expect.stringMatching(/^must be a whole number/)]);
  }
});

test("A7: the cells of a table may have spaces around a number, and no other form of it", () => {
  const read = (stock: string) => createSkuCells.shape.stock.safeParse(stock);
  expect(read(" 2 ").data).toBe(2);
  for (const text of NO_DIGITS.filter((text) => text !== " 2 "))
    expect([text, read(text).success]).toEqual([text, false]);
});

test.each([
  ["0", "must be at least 1"],
  ["-3", "must be at least 1"],
  ["1.5", "must be a whole number, in plain digits"],
  ["1e21", "must be a whole number, in plain digits"],
  ["100", "must be at most 99"],
  ["9".repeat(25), "must be at most 99"],
  [1e21, "must be at most 99"],
])("B8: %s is told what is wrong with it", (text, error) => {
  expect(wholeNumber(1, 99).safeParse(text).error?.issues.at(-1)?.message).toBe(error);
});

describe.each(["startsAt", "endsAt"])("A1: %s", (field) => {
  const read = (at: string) => createDiscountBody.safeParse({ ...code, [field]: at });
  test.each([
    ...["2027-02-30T09:00", "2027-02-29T09:00", "2100-02-29T09:00", "2027-04-31T09:00", "2027-13-01T09:00"],
    ...["2027-00-10T09:00", "2027-05-00T09:00", "2027-05-32T09:00", "2027-05-01T24:00", "2027-05-01T09:60"],
    ...["2027-05-01T23:59:60Z", "0000-01-01T00:00", "1969-12-31T23:59", "12027-05-01T09:00", "-002027-05-01T09:00"],
    ...["2027-05-01", "2027-5-1T9:00", "2027-05-01 09:00", "２027-05-01T09:00", "2027-05-01T09:00+02:00", "1814392800"],
  ])("A1: %s is no time, and is not taken for another one", (at) => {
    const { error } = read(at);
    expect(error?.issues.map(({ path, message }) => [path.join("."), message])).toEqual([
      [field, expect.stringContaining("must be a day and time that exist")],
    ]);
  });

  test.each([
    ["2028-02-29T09:00", "2028-02-29T09:00:00.000Z"],
    ["2000-02-29T23:59:59", "2000-02-29T23:59:59.000Z"],
    ["2027-04-30T09:00:30.250Z", "2027-04-30T09:00:30.250Z"],
    // In these hours clocks are put forward in Europe and in the US. UTC has no such gap.
    ["2027-03-28T02:30", "2027-03-28T02:30:00.000Z"],
    ["2027-03-14T02:30", "2027-03-14T02:30:00.000Z"],
    ["9999-12-31T23:59", "9999-12-31T23:59:00.000Z"],
  ])("A1: %s is %s, whatever zone this machine is in", (at, wanted) => {
    const seconds = read(at).data?.[field as "startsAt"] ?? 0;
    expect(new Date(seconds * 1000).toISOString()).toBe(wanted);
  });
});
