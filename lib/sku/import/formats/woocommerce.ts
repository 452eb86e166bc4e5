import { IMPORT_COLUMNS } from "./columns.ts";
import { countPictures, type Draft, type Format, mappedCells, nameOfVariant, saysNo } from "./format.ts";
import type { SourceRow } from "./source-row.ts";

const ATTRIBUTES = Array.from({ length: 10 }, (_, i) => `attribute ${i + 1} value(s)`);
const typesOf = (row: SourceRow) => row.cell("type").toLowerCase().split(/,\s*/);
/** 1 is published, 0 private, -1 a draft. */
const isPublished = (row: SourceRow) => !saysNo(row.cell("published"));
const isHidden = (row: SourceRow) =>
  /^(hidden|search)$/i.test(row.cell("visibility in catalog", "visibility in catalogue"));

/** The product export of WooCommerce: a row of type `variable` is followed by one of type `variation` for each variant. */
export const woocommerce: Format = {
  name: "WooCommerce",
  escapesFormulas: true,
  signature: [["type"], ["sku"], ["name"], ["regular price", "published"]],
  columns: {
    id: [/^sku$/],
    name: [/^name$/],
    price: [/^regular price$/, /^price$/],
    stock: [/^stock$/],
    category: [/^categories$/],
    brand: [/^brands?$/],
    description: [/^description$/, /^short description$/],
  },
  reads:
    /^(id|type|published|visibility in catalog(ue)?|in stock\?|parent|sale price|short description|attribute \d+ (name|value\(s\)))$/,
  pictures: /^images$/,
  makeReader(columns, notes) {
    const parents = new Map<string, SourceRow>();
    let waiting: SourceRow[] = [];
    const pictures = columns.matching(this.pictures);
    const draftOf = (row: SourceRow, parent?: SourceRow): Draft[] => {
      if (![row, parent ?? row].every(isPublished)) {
        notes.add("unpublished");
        return [];
      }
      if (isHidden(parent ?? row)) {
        notes.add("hidden");
        return [];
      }
      const cells = mappedCells(row, IMPORT_COLUMNS);
      if (cells.description !== undefined)
        cells.description = [cells.description, parent?.mapped("description"), row.cell("short description")]
          .map((text) => text ?? "")
          .find((text) => text.trim() !== "");
      for (const column of ["category", "brand"] as const)
        if (cells[column]?.trim() === "") cells[column] = parent?.mapped(column) ?? "";
      const parentName = (parent?.mapped("name") ?? "").trim();
      const name = (cells.name ?? "").trim();
      const values = ATTRIBUTES.map((column) => row.cell(column)).filter((value) => value !== "");
      if (parent && (name === "" || name === parentName)) cells.name = nameOfVariant(parentName, values);
      if (cells.stock?.trim() === "" && row.cell("in stock?") === "0") cells.stock = "0";
      if (row.cell("sale price") !== "" && row.mapped("price")?.trim() === row.cell("regular price"))
        notes.add("salePrices");
      return [{ line: row.line, cells: { ...cells, id: cells.id?.trim() || `product-${row.cell("id")}` } }];
    };
    const parentOf = (row: SourceRow) => parents.get(row.cell("parent").toLowerCase());
    return {
      read(row) {
        countPictures(row, pictures, notes);
        const types = typesOf(row);
        if (types.includes("variable") || types.includes("grouped")) {
          for (const key of [row.cell("sku"), `id:${row.cell("id")}`]) parents.set(key.toLowerCase(), row);
          notes.add("grouping");
          return [];
        }
        if (types.includes("external")) {
          notes.add("external");
          return [];
        }
        if (!types.includes("variation")) return draftOf(row);
        const parent = parentOf(row);
        if (parent) return draftOf(row, parent);
        waiting.push(row);
        return [];
      },
      end() {
        const drafts = waiting.flatMap((row) => draftOf(row, parentOf(row)));
        waiting = [];
        return drafts;
      },
    };
  },
};
