import { describe, expect, it } from "vitest";
import { categories } from "#lib/sku/categories.ts";
import { skuHash, skuId } from "#lib/sku/schema.ts";
import { sampleSkus } from "#lib/sku/seed/sample/sample-skus.ts";
import { generateSkus } from "./generate.ts";

describe("the generated catalogue", () => {
  it("is the same on every call, whatever the count", () => {
    const short = [...generateSkus(200)];
    expect([...generateSkus(1000)].slice(0, 200)).toEqual(short);
    expect(short[0]).toMatchInlineSnapshot(`
      {
        "brand": "Everleigh",
        "category": "audio",
        "description": "The spare one, in cherry, by Everleigh. Looks after itself on most days and forgives you on the others.",
        "id": "gen-000001",
        "image": "/pictures/earbuds.svg",
        "name": "Spare Cherry Earbuds",
        "price": "20.99",
        "purchaseLimit": null,
        "stock": 52,
      }
    `);
  });

  it("has, in 100,000 SKUs, unique ids, unique names within a brand, and none of the samples", () => {
    const samples = new Set(sampleSkus.map((sku) => sku.id));
    const ids = new Set<string>();
    const names = new Set<string>();
    for (const sku of generateSkus(100_000)) {
      ids.add(sku.id);
      names.add(`${sku.brand} ${sku.name}`);
      if (samples.has(sku.id)) throw new Error(`${sku.id} is a sample`);
    }
    expect(ids.size).toBe(100_000);
    expect(names.size).toBe(100_000);
  });

  it("is valid, with prices that are common in shops and a stock of 0 to 200", () => {
    const known = new Set(categories.map(({ slug }) => slug));
    for (const sku of generateSkus(2000)) {
      expect(skuId.safeParse(sku.id).success).toBe(true);
      expect(skuHash.parse({ ...sku, stock: String(sku.stock) })).toMatchObject({
        name: sku.name,
        price: sku.price,
        stock: sku.stock,
      });
      expect(sku.price).toMatch(/^[1-9]\d*\.(00|25|50|95|99)$/);
      expect(sku.stock).toBeGreaterThanOrEqual(0);
      expect(sku.stock).toBeLessThanOrEqual(200);
      expect(known.has(sku.category)).toBe(true);
    }
  });

  it("of a count of 0 is empty", () => {
    expect([...generateSkus(0)]).toEqual([]);
  });
});
