import { IMPORT_COLUMNS } from "./columns.ts";
import { countPictures, type Format, mappedCells, nameOfVariant } from "./format.ts";

/** What variants of one product differ in. */
const OPTIONS = ["color", "colour", "size", "material", "pattern"];

/** A product feed of Google Merchant Center as text: one row for each item; `_` in names may be a blank. */
export const google: Format = {
  name: "Google Merchant",
  signature: [["id"], ["title"], ["availability"], ["link", "image_link", "image link"]],
  columns: {
    id: [/^id$/],
    name: [/^title$/],
    price: [/^price$/],
    stock: [/^(quantity|sell_on_google_quantity|inventory)$/],
    category: [/^product[_ ]type$/, /^google[_ ]product[_ ]category$/],
    brand: [/^brand$/],
    description: [/^description$/],
  },
  reads:
    /^(availability|item[_ ]group[_ ]id|colou?r|size|material|pattern|sale[_ ]price|google[_ ]product[_ ]category)$/,
  pictures: /^(image[_ ]link|additional[_ ]image[_ ]link|lifestyle[_ ]image[_ ]link)$/,
  makeReader(columns, notes) {
    const pictures = columns.matching(this.pictures);
    return {
      read(row) {
        countPictures(row, pictures, notes);
        const cells = mappedCells(row, IMPORT_COLUMNS);
        const name = (cells.name ?? "").trim();
        const isVariant = row.cell("item_group_id", "item group id") !== "";
        const known = name.toLowerCase();
        const options = OPTIONS.map((column) => row.cell(column)).filter(
          (value) => isVariant && value !== "" && !known.includes(value.toLowerCase()),
        );
        if (cells.name !== undefined) cells.name = nameOfVariant(name, options);
        if (cells.category?.trim() === "")
          cells.category = row.cell("google_product_category", "google product category");
        // It may also be a number of Google's list.
        if (/^\d+$/.test(cells.category?.trim() ?? "")) cells.category = "";
        if (/^out[_ ]of[_ ]stock$/i.test(row.cell("availability"))) cells.stock = "0";
        if (row.cell("sale_price", "sale price") !== "") notes.add("salePrices");
        return [{ line: row.line, cells }];
      },
      end: () => [],
    };
  },
};
