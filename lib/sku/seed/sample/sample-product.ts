import { picturePath } from "#lib/sku/picture-path.ts";
import type { Sku } from "#lib/sku/schema.ts";

/** A sample product in the list of its category; `drawing` is a file name in public/pictures without ".svg". */
export interface SampleProduct {
  id: string;
  name: string;
  brand: string;
  price: string;
  stock: number;
  drawing: string;
  description: string;
}

/** The sample products of one category as SKUs, in the same order. */
export function toSkus(category: string, products: readonly SampleProduct[]): Sku[] {
  return products.map(({ drawing, ...product }) => ({
    ...product,
    category,
    image: picturePath(drawing),
    purchaseLimit: null,
  }));
}
