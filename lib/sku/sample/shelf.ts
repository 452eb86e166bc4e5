import { picturePath } from "#lib/sku/pictures.ts";
import type { Sku } from "#lib/sku/schema.ts";

/** A product as its shelf lists it; `drawing` is a file name in public/pictures without ".svg". */
export interface Product {
  id: string;
  name: string;
  brand: string;
  price: string;
  stock: number;
  drawing: string;
  description: string;
}

/** The products of one category as SKUs, in the order given. */
export function shelf(category: string, products: readonly Product[]): Sku[] {
  return products.map(({ drawing, ...product }) => ({ ...product, category, image: picturePath(drawing) }));
}
