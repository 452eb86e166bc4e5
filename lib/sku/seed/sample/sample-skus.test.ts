import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseMoney } from "#lib/money.ts";
import { categories } from "#lib/sku/categories.ts";
import { DEFAULT_PICTURE, drawingOf } from "#lib/sku/picture-path.ts";
import { skuId } from "#lib/sku/schema.ts";
import { categoryVocabularies } from "#lib/sku/seed/vocabulary.ts";
import { sampleSkus } from "./sample-skus.ts";

const FOLDER = join(import.meta.dirname, "../../../../public/pictures");
const used = new Set([...sampleSkus.map((sku) => sku.image), ...categories.map((c) => c.picture), DEFAULT_PICTURE]);

describe("the sample catalogue", () => {
  it("has 96 SKUs, a dozen in each of eight categories", () => {
    expect(sampleSkus).toHaveLength(96);
    for (const { slug } of categories) expect(sampleSkus.filter((sku) => sku.category === slug)).toHaveLength(12);
  });

  it("gives every SKU a valid id, name and picture that no other has", () => {
    for (const { id } of sampleSkus) expect(skuId.safeParse(id).success, id).toBe(true);
    for (const field of ["id", "name", "image", "description"] as const) {
      expect(new Set(sampleSkus.map((sku) => sku[field])).size, field).toBe(96);
    }
  });

  it("has prices above zero with two decimals, and whole stocks", () => {
    for (const { id, price, stock } of sampleSkus) {
      expect(price, id).toMatch(/^\d+\.\d\d$/);
      expect(parseMoney(price), id).toBeGreaterThan(0);
      expect(Number.isInteger(stock) && stock >= 0, id).toBe(true);
    }
    expect(sampleSkus.some((sku) => sku.stock === 0)).toBe(true);
    expect(sampleSkus.some((sku) => sku.stock > 0 && sku.stock <= 3)).toBe(true);
  });

  it("sells what the two documents sell, at their prices", () => {
    const sold = new Map(sampleSkus.map((sku) => [sku.id, sku]));
    expect(sold.get("sku123")).toMatchObject({ name: "AirPods", price: "199.99" });
    expect(sold.get("laptop-123")).toMatchObject({ name: "Gaming Laptop", price: "999.99" });
    expect(sold.get("mouse-456")?.price).toBe("29.99");
    for (const id of ["sku123", "sku456", "laptop-123", "mouse-456"]) expect(sold.get(id)?.stock).toBeGreaterThan(50);
  });

  it("begins with one SKU of each category", () => {
    expect(sampleSkus.slice(0, 8).map((sku) => sku.category)).toEqual(categories.map(({ slug }) => slug));
  });
});

describe("pictures", () => {
  it("are all on disk", () => {
    for (const path of used) expect(existsSync(join(FOLDER, `${drawingOf(path)}.svg`)), path).toBe(true);
  });

  it("on disk are all in use", () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith(".svg"));
    expect(files.filter((file) => !used.has(`/pictures/${file}`))).toEqual([]);
  });

  it("of generated products are those of the samples of their category", () => {
    for (const { category, products } of categoryVocabularies) {
      const drawings = sampleSkus.filter((sku) => sku.category === category).map((sku) => drawingOf(sku.image));
      expect(products.map(([, drawing]) => drawing)).toEqual(drawings);
    }
  });
});
