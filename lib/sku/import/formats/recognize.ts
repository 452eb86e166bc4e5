import { CSV_COLUMNS } from "#lib/sku/import/table/csv.ts";
import { IMPORT_COLUMNS, type ImportColumn, type Mapping } from "./columns.ts";
import { type Format, type FormatId, mappedCells } from "./format.ts";
import { google } from "./google.ts";
import { magento } from "./magento.ts";
import { medusa } from "./medusa.ts";
import { shopify } from "./shopify.ts";
import { woocommerce } from "./woocommerce.ts";

/** Names that a table of no known shop may have for the columns of this one. */
const ALIASES: Partial<Record<ImportColumn, readonly RegExp[]>> = {
  id: [/^(id|sku)$/, /^(item|product|article)?[ _-]?(id|sku|code|number|no\.?)$/, /^handle$/],
  name: [/^(name|title)$/, /^(product|item)[ _-]?(name|title)$/],
  price: [/^price$/, /^(unit|regular|retail|sales?)[ _-]?price\b/, /^price\b/],
  stock: [/^(stock|quantity|qty|inventory)$/, /^(stock|inventory|quantity|qty)\b/],
  category: [/^(category|categories|department|type)$/, /^product[ _-]?(type|category)$/],
  brand: [/^(brand|vendor|manufacturer)$/],
  description: [/^description$/, /description$/, /^body\b/],
};

const plainReader: Format["makeReader"] = () => ({
  read: (row) => [{ line: row.line, cells: mappedCells(row, IMPORT_COLUMNS) }],
  end: () => [],
});

/** The store's own table, whose cells are taken as they are. */
const own: Format = {
  name: "this store",
  escapesFormulas: true,
  signature: [["id"]],
  columns: Object.fromEntries(IMPORT_COLUMNS.map((column) => [column, [new RegExp(`^${column}$`)]])),
  reads: /^$/,
  pictures: /^$/,
  makeReader: plainReader,
};

const other: Format = {
  name: "another kind of table",
  signature: [],
  columns: ALIASES,
  reads: /^$/,
  pictures: /^$/,
  makeReader: plainReader,
};

/** All formats, in the order in which they are tried. */
export const formats: Readonly<Record<FormatId, Format>> = {
  shopify,
  woocommerce,
  magento,
  medusa,
  google,
  own,
  other,
};
const order = Object.keys(formats) as FormatId[];

/** Lower-case names that headers have, by which the separator of a table is found. */
export const knownNames: ReadonlySet<string> = new Set([
  ...IMPORT_COLUMNS,
  ...CSV_COLUMNS,
  ...Object.values(formats).flatMap(({ signature }) => signature.flat()),
]);

/** The format of a table, by the names of its columns. */
export function recognizeFormat(columns: readonly string[]): FormatId {
  const names = new Set(columns.map((name) => name.toLowerCase()));
  const fits = (id: FormatId) => formats[id].signature.every((names_) => names_.some((name) => names.has(name)));
  return order.find(fits) ?? "other";
}

/** From which columns of a file those of the store are read, as the format has it. */
export function suggestMapping(format: FormatId, columns: readonly string[]): Mapping {
  const mapping: Mapping = {};
  for (const column of IMPORT_COLUMNS) {
    for (const pattern of formats[format].columns[column] ?? []) {
      const name = columns.find((candidate) => pattern.test(candidate.toLowerCase()));
      if (name === undefined) continue;
      mapping[column] = name;
      break;
    }
  }
  return mapping;
}
