import { type Cells, IMPORT_COLUMNS } from "./columns.ts";
import { countPictures, type Draft, type Format, mappedCells, nameOfVariant, saysNo } from "./format.ts";
import type { SourceRow } from "./source-row.ts";

/** What the first row of a product says for those of its other variants as well. */
interface Product {
  cells: Cells;
  published: boolean;
}

const OF_PRODUCT = ["name", "description", "brand", "category"] as const;

function optionsOf(row: SourceRow): string[] {
  const values = [1, 2, 3].map((i) => row.cell(`option${i} value`));
  // A product without variants has this one.
  return values.filter((value) => value !== "" && value !== "Default Title");
}

function isPublished(row: SourceRow): boolean {
  const status = row.cell("status").toLowerCase();
  return !saysNo(row.cell("published", "published on online store")) && (status === "" || status === "active");
}

/**
 * The product export of Shopify, in its form of 2025 ("URL handle", "SKU") and the one before ("Handle", "Variant SKU"):
 * one row for each variant, of which the first has what concerns the product, and rows that only have another picture.
 */
export const shopify: Format = {
  name: "Shopify",
  signature: [["handle", "url handle"], ["title"], ["option1 value", "option1 name", "variant price", "body (html)"]],
  columns: {
    id: [/^(variant )?sku$/],
    name: [/^title$/],
    price: [/^variant price$/, /^price$/],
    stock: [/^variant inventory qty$/, /^inventory quantity$/],
    category: [/^type$/, /^product category$/],
    brand: [/^vendor$/],
    description: [/^body \(html\)$/, /^description$/],
  },
  reads: /^((url )?handle|option\d (name|value)|published.*|status|product category|image position|image alt text)$/,
  pictures: /^(image src|variant image|product image url|variant image url|image source)$/,
  makeReader(columns, notes) {
    const products = new Map<string, Product>();
    const pictures = columns.matching(this.pictures);
    let last = "";
    return {
      read(row): Draft[] {
        countPictures(row, pictures, notes);
        const handle = row.cell("handle", "url handle") || last;
        last = handle;
        let product = products.get(handle);
        if (!product || (row.mapped("name") ?? "").trim() !== "") {
          product = { cells: mappedCells(row, OF_PRODUCT), published: isPublished(row) };
          if (product.cells.category?.trim() === "") product.cells.category = row.cell("product category");
          products.set(handle, product);
        }
        const options = optionsOf(row);
        const cells = { ...mappedCells(row, IMPORT_COLUMNS), ...product.cells };
        if ([cells.id, cells.price, row.cell("option1 value")].every((cell) => (cell ?? "").trim() === "")) {
          notes.add("continued");
          return [];
        }
        if (!product.published) {
          notes.add("unpublished");
          return [];
        }
        const id = cells.id?.trim() || [handle, ...options].join("-");
        return [{ line: row.line, cells: { ...cells, id, name: nameOfVariant(cells.name ?? "", options) } }];
      },
      end: () => [],
    };
  },
};
