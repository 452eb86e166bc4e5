import { expect, test } from "vitest";
import { slugOf } from "#lib/sku/slug.ts";
import { categoryOf, normalizeId, readPrice, readStock } from "./normalize.ts";
import { plainText } from "./plain-text.ts";

test.each([
  ["9.99 USD", "9.99"],
  ["USD 9.99", "9.99"],
  ["$9.99", "9.99"],
  ["1,299.00", "1299.00"],
  ["1.299,00 €", "1299.00"],
  ["1 299,00 €", "1299.00"],
  ["12'500.50 CHF", "12500.50"],
  ["5,5", "5.5"],
  ["14.000000", "14.00"],
  ["0", "0"],
])("the price %s is %s", (cell, price) => expect(readPrice(cell)?.price).toBe(price));

test.each(["1,299", "free", "", "-5.00", "1.2.3", "14.005000", "5.00 USD EUR", "12345678901"])(
  "%j is no price, or could be two",
  (cell) => expect(readPrice(cell)).toBeNull(),
);

test.each([
  ["Clothing > Tshirts", "last", "Tshirts"],
  ["Clothing > Tshirts", "first", "Clothing"],
  ["Sale, Clothing > Shirts > Linen", "last", "Linen"],
  ["Default Category/Gear,Default Category/Gear/Fitness Equipment", "last", "Fitness Equipment"],
  ["Default Category/Gear,Default Category/Gear/Fitness Equipment", "first", "Gear"],
  ["Home, garden and pets", "last", "Home, garden and pets"],
  ["Default Category", "last", ""],
  ["", "last", ""],
] as const)("of the category %j, %s level, the department is %j", (cell, level, name) =>
  expect(categoryOf(cell, level)).toBe(name),
);

test("slugs and ids keep what the rules of the store allow", () => {
  expect(["Home & Garden", "Möbel / Büro", " Ærø ", "書籍", "R&B"].map(slugOf)).toEqual([
    ...["home-and-garden", "mobel-buro", "aero", "", "r-and-b"],
  ]);
  expect(["24-WG085_Group", "Größe 42/rot", "-x-", "無", `${"a".repeat(70)}`].map(normalizeId)).toEqual([
    ...["24-WG085_Group", "Grosse-42-rot", "x", "", "a".repeat(64)],
  ]);
  expect(["100.0000", "-3", "5", "1.5", "x"].map(readStock)).toEqual([100, -3, 5, null, null]);
});

test("HTML becomes text; what only looks like it stays as it was typed", () => {
  expect(plainText("<h2>Two</h2><p>a &lt; b<br>c</p><script>alert(1)</script><img src=x onerror=y>")).toBe(
    "Two\n\na < b\nc",
  );
  expect(plainText("a < b & c > d")).toBe("a < b & c > d");
  expect(plainText('5" <3 AT&T')).toBe('5" <3 AT&T');
});
