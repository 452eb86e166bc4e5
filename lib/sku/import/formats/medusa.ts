import { IMPORT_COLUMNS } from "./columns.ts";
import { countPictures, type Format, mappedCells, nameOfVariant } from "./format.ts";

/** What Medusa 1 calls a price: "Price USD", "Price Europe [EUR]". It writes amounts in the smallest unit. */
const IN_CENTS = /^price .*?\b([a-z]{3})\]?$/i;
/** Currencies without a smaller unit. */
const WHOLE = new Set(["jpy", "krw", "vnd", "clp", "isk", "huf", "twd", "xaf", "xof", "pyg", "ugx"]);
/** An id of Medusa, which means nothing to people. */
const MEDUSA_ID = /^(pcat|pcol|ptyp)_\w+$/;

/** The product export of Medusa 1 and 2: one row for each variant, each with all that concerns the product. */
export const medusa: Format = {
  name: "Medusa",
  signature: [["product handle"], ["product title"], ["variant sku", "variant title", "variant id"]],
  columns: {
    id: [/^variant sku$/],
    name: [/^product title$/],
    price: [/^(variant )?price usd$/, /^(variant )?price eur$/, /^(variant )?price /],
    stock: [/^variant inventory quantity$/],
    category: [/^product category \d+ name$/, /^product type$/, /^product collection title$/, /^product category \d+$/],
    brand: [/^(product )?brand$/],
    description: [/^product description$/, /^product subtitle$/],
  },
  reads: /^(product (handle|status)|(variant )?option \d (name|value))$/,
  pictures: /^(product thumbnail|(product )?image \d+( url)?)$/,
  makeReader(columns, notes) {
    const pictures = columns.matching(this.pictures);
    const currency = IN_CENTS.exec(columns.sourceOf("price"))?.[1]?.toLowerCase();
    return {
      read(row) {
        countPictures(row, pictures, notes);
        const status = row.cell("product status").toLowerCase();
        if (status !== "" && status !== "published") {
          notes.add("unpublished");
          return [];
        }
        const cells = mappedCells(row, IMPORT_COLUMNS);
        const options = [1, 2, 3]
          .map((i) => row.cell(`variant option ${i} value`, `option ${i} value`))
          .filter((value) => value !== "" && !/^default( (value|option value|variant))?$/i.test(value));
        if (currency && !WHOLE.has(currency) && /^\d{1,11}$/.test(cells.price?.trim() ?? "")) {
          const digits = (cells.price ?? "").trim().padStart(3, "0");
          cells.price = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
          notes.add("cents");
        }
        if (MEDUSA_ID.test(cells.category?.trim() ?? "")) cells.category = "";
        const id = cells.id?.trim() || [row.cell("product handle"), ...options].join("-");
        return [{ line: row.line, cells: { ...cells, id, name: nameOfVariant(cells.name ?? "", options) } }];
      },
      end: () => [],
    };
  },
};
