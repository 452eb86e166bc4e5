import { IMPORT_COLUMNS } from "./columns.ts";
import { countPictures, type Format, mappedCells } from "./format.ts";

const GROUPING = /^(configurable|grouped|bundle)$/i;

/** The product export of Magento 2 and Adobe Commerce. A variant is a row of its own, of type `simple`. */
export const magento: Format = {
  name: "Magento",
  signature: [["sku"], ["attribute_set_code", "product_type"], ["categories", "product_online", "store_view_code"]],
  columns: {
    id: [/^sku$/],
    name: [/^name$/],
    price: [/^price$/],
    stock: [/^qty$/],
    category: [/^categories$/],
    brand: [/^(brand|manufacturer)$/],
    description: [/^description$/, /^short_description$/],
  },
  reads: /^(store_view_code|product_type|product_online|is_in_stock|special_price|short_description)$/,
  pictures: /^(base_image|small_image|thumbnail_image|swatch_image|additional_images)$/,
  makeReader(columns, notes) {
    const pictures = columns.matching(this.pictures);
    return {
      read(row) {
        countPictures(row, pictures, notes);
        if (row.cell("store_view_code") !== "") {
          notes.add("translations");
          return [];
        }
        const cells = mappedCells(row, IMPORT_COLUMNS);
        if ((cells.id ?? "").trim() === "") {
          notes.add("continued");
          return [];
        }
        if (GROUPING.test(row.cell("product_type"))) {
          notes.add("grouping");
          return [];
        }
        // 1 is enabled, 2 disabled.
        if (/^[02]$/.test(row.cell("product_online"))) {
          notes.add("unpublished");
          return [];
        }
        if (cells.description?.trim() === "") cells.description = row.cell("short_description");
        if (row.cell("is_in_stock") === "0") cells.stock = "0";
        if (row.cell("special_price") !== "") notes.add("salePrices");
        return [{ line: row.line, cells }];
      },
      end: () => [],
    };
  },
};
