import { expect, test } from "vitest";
import { find, makeIndex, makeSku } from "#test/search-index.ts";
import { readPrices } from "./read-prices.ts";

const read = (q: string) => readPrices(q, (text) => ["99-12", "under 21"].includes(text));

test.each([
  ["candle under 20", "candle", undefined, "20.00"],
  ["under £20 candle", "candle", undefined, "20.00"],
  ["candle less than 19,99 €", "candle", undefined, "19.99"],
  ["candles below 20 pounds please", "candles please", undefined, "20.00"],
  ["laptop over 1,000", "laptop", "1000.00", undefined],
  ["over 100", "", "100.00", undefined],
  ["£20", "", undefined, "20.00"],
  ["$20 t-shirt", "t-shirt", undefined, "20.00"],
  ["t-shirt 20€", "t-shirt", undefined, "20.00"],
  ["20-50", "", "20.00", "50.00"],
  ["toys 20 – 50", "toys", "20.00", "50.00"],
  ["toys between 20 and 50", "toys", "20.00", "50.00"],
  ["toys from $20 to $50", "toys", "20.00", "50.00"],
  ["toys 50-20", "toys", "50.00", "20.00"],
])("%s", (q, rest, minPrice, maxPrice) => {
  expect(read(q)).toEqual({ q: rest, ...(minPrice && { minPrice }), ...(maxPrice && { maxPrice }) });
});

test.each([
  "over 100 pieces",
  "under 5 kg",
  "under 5kg",
  'monitor under 27"',
  "27 inch",
  "jigsaw 1000",
  "5-6 people tent",
  "number 99-12",
  "XK-20-50",
  "sku 20-50-70",
  "Air Max 90",
  "shoes size 40-42",
  "toys ages 3-5",
  "under 21 game",
  "under",
  "over the moon",
  "thunder 20x",
  "underwear",
  "",
])("%s says nothing about a price", (q) => {
  expect(read(q)).toBeNull();
});

test("a price in the text is a filter, which the answer says; the filter itself goes before", () => {
  const skus = ["10", "30", "60"].map((price) => makeSku(`at-${price}`, { name: "Candle", price: `${price}.00` }));
  const index = makeIndex(skus);
  expect(find(index, { q: "candle under 40" })).toMatchObject({
    ids: ["at-10", "at-30"],
    match: "all",
    readAs: { q: "candle", maxPrice: "40.00" },
  });
  index.put(makeSku("game", { name: "Zone 20-50, the over 18 game" }), 1);
  expect(find(index, { q: "20-50" })).toMatchObject({ ids: ["game"] });
  expect(find(index, { q: "over 18" })).toMatchObject({ ids: ["game"] });
  expect(find(index, { q: "over 20" }).ids).toEqual(["at-30", "at-60"]);
  expect(find(index, { q: "candle under 40", maxPrice: "20" }).ids).toEqual(["at-10"]);
});
