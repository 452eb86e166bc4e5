import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ImportOptions, importSkus } from "#lib/sku/import/import.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { getSku } from "#lib/sku/store.ts";
import { setUpRedis } from "#test/servers/redis.ts";

/** The exports of other shops. The fixtures have their headers, and rows of the kinds that they write. */

setUpRedis();

const fixture = (name: string) => readFileSync(join(import.meta.dirname, "fixtures", name));
const run = (bytes: Buffer, options: Partial<ImportOptions> = {}) =>
  importSkus(bytes, { dryRun: false, setStock: false, operation: "", ...options });
/** What is left to tell of a SKU. */
async function shown(id: string) {
  const { name, price, stock, category, brand, description, image } = (await getSku(id)) as Sku;
  expect(image).toMatch(/^\/pictures\//);
  return [name, price, stock, category, brand, description];
}

test("C12: an export of Shopify: variants become SKUs, pictures and drafts are left out and said", async () => {
  expect(await run(fixture("shopify.csv"), { dryRun: true })).toMatchObject({ created: 5, changed: 0, errors: [] });
  const { notes, ...rest } = await run(fixture("shopify.csv"));
  expect(rest).toMatchObject({ format: "shopify", created: 5, same: 0, errors: [] });
  const text = "Three legs,\nso it never wobbles.\n\n * Solid oak\n * 45\u00a0cm & 60\u00a0cm";
  expect(await shown("STOOL-45-O")).toEqual([
    ...["Oak Stool - 45 cm, Oiled", "89.00", 7, "home-and-garden", "Nordhus", text],
  ]);
  expect(await shown("STOOL-45-R")).toEqual([
    ...["Oak Stool - 45 cm, Raw", "79.00", 0, "home-and-garden", "Nordhus", text],
  ]);
  expect((await shown("oak-stool-60-cm-Oiled")).slice(0, 4)).toMatchObject([
    "Oak Stool - 60 cm, Oiled",
    "99.50",
    0,
    "home-and-garden",
  ]);
  expect(await shown("FRAME-13-rot")).toEqual([
    ...['Picture frame 13" "Ida"', "24.90", 12, "picture-frames", "Nordhus", ""],
  ]);
  expect(await shown("wool-scarf")).toEqual([
    "Wool scarf",
    "35.00",
    4,
    "clothing",
    "Fjäll & Söner",
    "Warm, plain text",
  ]);
  expect(await getSku("LAMP-S")).toBeNull();
  expect(notes).toEqual([
    "5 pictures were left out: the file has their addresses only; choose them in the form of a SKU.",
    "1 row of drafts or unpublished products was left out.",
    "2 rows that only continue a product were left out.",
    "3 descriptions became plain text without HTML.",
    "2 ids had characters that an id can't have (oak-stool-60 cm-Oiled is oak-stool-60-cm-Oiled, FRAME/13 rot is FRAME-13-rot).",
    "1 new SKU had no number in stock in the file (set to 0).",
    "1 stock below 0 became 0.",
    expect.stringMatching(/^9 columns with content were left out \(Tags, Variant Inventory Tracker, .*\)\.$/),
  ]);
  // The same again is the same, and an order in between is not undone.
  expect(await run(fixture("shopify.csv"))).toMatchObject({ created: 0, changed: 0, same: 5, stockLeft: 0 });
});

test("C12: the columns of Shopify of 2025 are recognized as well", async () => {
  const choices = { categoryLevel: "first", missingStock: 3 } as const;
  const mapping = {
    id: "SKU",
    name: "Title",
    price: "Price",
    category: "Product category",
    description: "Description",
  };
  expect(await run(fixture("shopify-2025.csv"), { ...choices, mapping })).toMatchObject({
    format: "shopify",
    created: 2,
  });
  expect(await shown("TOTE-BLK")).toEqual([
    ...["Canvas tote - Black", "18.00", 3, "apparel-and-accessories", "", "Holds 12 kg."],
  ]);
  expect(await getSku("TOTE-OLD")).toBeNull();
});

test("C12: an export of WooCommerce: variations take what they lack from their product", async () => {
  const { notes, ...rest } = await run(fixture("woocommerce.csv"));
  expect(rest).toMatchObject({ format: "woocommerce", created: 5, errors: [] });
  expect(await shown("linen-shirt-white-m")).toEqual([
    ...["Linen Shirt - White, M", "1299.00", 3, "shirts", "Tailor & Co", "Linen from Belgium.\n\nWash cold."],
  ]);
  expect(await shown("linen-shirt-blue-l")).toEqual([
    ...["Linen Shirt - Blue, L", "49.00", 0, "shirts", "Tailor & Co", "The blue one."],
  ]);
  expect(await shown("woo-belt")).toEqual(["Belt & buckle", "65.00", 0, "accessories", "", "A belt."]);
  expect(await shown("product-61")).toEqual(["Knot guide", "2.50", 0, "books", "", "PDF"]);
  expect((await shown("sold-out")).slice(0, 4)).toMatchObject(["=Sold out=", "9.00", 0, "everything-else"]);
  expect(notes.slice(0, 6)).toEqual([
    "6 pictures were left out: the file has their addresses only; choose them in the form of a SKU.",
    "1 row of drafts or unpublished products was left out.",
    "1 row of products hidden from the catalogue was left out.",
    "2 rows that only group other products were left out.",
    "1 product sold by another site was left out.",
    "1 row without a price was left out.",
  ]);
  expect(notes).toContain("1 sale price was left out: prices are the regular ones.");
  expect(notes).toContain("1 category can't become the name of a department (書籍).");
});

test("C12: an export of Magento: the deepest category, other store views and disabled products left out", async () => {
  const { notes, ...rest } = await run(fixture("magento.csv"));
  expect(rest).toMatchObject({ format: "magento", created: 4, errors: [] });
  const text = "Boils in 4'.\n\n * 8\" tall\n * Steel";
  expect(await shown("24-KT01")).toEqual(["Kettle, 1.7 l", "34.00", 100, "kettles", "", text]);
  expect((await shown("MUG-S-Red")).slice(0, 4)).toMatchObject(["Mug-S-Red", "7.50", 5, "mugs"]);
  expect((await shown("MUG-L-Red")).slice(0, 4)).toMatchObject(["Mug-L-Red", "9.99", 0, "mugs"]);
  expect(await shown("TEA-TOWEL")).toEqual(["Tea towel", "4.00", 12, "everything-else", "", "Dries."]);
  expect(await getSku("OLD")).toBeNull();
  expect(notes.slice(0, 5)).toEqual([
    "4 pictures were left out: the file has their addresses only; choose them in the form of a SKU.",
    "1 row of drafts or unpublished products was left out.",
    "2 rows that only group other products were left out.",
    "1 row for other store views was left out.",
    "1 row that only continues a product was left out.",
  ]);
});

test("C12: exports of Medusa 1, whose prices are cents, and 2, whose prices are amounts", async () => {
  const first = await run(fixture("medusa.csv"));
  expect(first).toMatchObject({ format: "medusa", created: 2, errors: [] });
  expect(first.notes).toContain("2 prices were read as cents, as Medusa 1 writes them: 1000 is 10.00.");
  expect(await shown("HAT-S")).toEqual([
    ...["Felt hat - S", "33.50", 10, "hats-and-caps", "", "Keeps the rain off; mostly."],
  ]);
  expect((await shown("felt-hat-L")).slice(0, 4)).toMatchObject(["Felt hat - L", "33.50", 0, "hats-and-caps"]);
  expect(await run(fixture("medusa-2.csv"))).toMatchObject({ format: "medusa", created: 1 });
  expect(await shown("CM-1")).toEqual(["Coffee mug", "15.00", 0, "everything-else", "", "For coffee."]);
});

test("C12: a feed of Google Merchant: amounts with a currency, and stock that only says yes or no", async () => {
  const { notes, ...rest } = await run(fixture("google-merchant.tsv"), { missingStock: 1 });
  expect(rest).toMatchObject({ format: "google", created: 3, errors: [] });
  expect(await shown("TV-55")).toEqual(['Television 55"', "1499.00", 1, "tvs", "Viewly", "Flat & black."]);
  expect(await shown("tee-red-s")).toEqual(["Tee - Red, S", "15.00", 0, "clothing", "Basics", "Cotton."]);
  expect(await shown("tee-red-m")).toEqual(["Tee, red - M", "15.00", 1, "tees", "Basics", "Cotton."]);
  expect(notes).toContain("3 prices had a currency; the store has none, and takes the amount as it is (USD).");
});

test("ids that become the same are an error that names both, and what can't be read is one by its line", async () => {
  const header = "Handle,Title,Option1 Value,Variant SKU,Variant Price,Type";
  const rows = [
    "a,A,,A/1,1.00,x",
    "b,B,,A 1,1.00,x",
    'c,C,,C,"1,299",x',
    "d,D,,D,free,x",
    "e,E,,A/1,1,x",
    "f,F,,ÄÖ,1,x",
  ];
  const { errors, created } = await run(Buffer.from([header, ...rows].join("\n")));
  expect(created).toBe(0);
  expect(errors.map(({ line, field, message }) => `${line} ${field} ${message}`)).toEqual([
    "3 id becomes A-1, as A/1 in line 2 does",
    '4 price must be an amount such as "199.99"',
    '5 price must be an amount such as "199.99"',
    "6 id is in line 2 already",
  ]);
});

test("a table of no known shop says which columns are wanted, in one sentence", async () => {
  const { errors } = await run(Buffer.from("Artikel|Preis\n1|2\n3|4\n"));
  expect(errors).toEqual([{ line: 1, field: "", message: expect.stringContaining("id,name,price,stock") }]);
  // By hand it can be read all the same.
  const table = Buffer.from("Artikel;Bezeichnung;Preis\nA1;Lampe;5,00 €\n");
  const mapping = { id: "Artikel", name: "Bezeichnung", price: "Preis" };
  expect(await run(table, { mapping, missingCategory: "home" })).toMatchObject({ format: "other", created: 1 });
  expect(await shown("A1")).toEqual(["Lampe", "5.00", 0, "home", "", ""]);
  // Once it exists, columns that the table does not have stay as they are.
  expect(await run(Buffer.from("Artikel;Preis\nA1;6\n"), { mapping: { id: "Artikel", price: "Preis" } })).toMatchObject(
    {
      changes: [{ line: 2, id: "A1", field: "price", before: "5.00", after: "6.00" }],
    },
  );
});
