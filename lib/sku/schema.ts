import { z } from "zod";
import { formatMoney, parseMoney } from "#lib/money.ts";
import { atMost, integer, line, money, REQUIRED, wholeNumber } from "#lib/validation.ts";
import { categorySlugOf } from "./categories.ts";
import { DEFAULT_PICTURE, isPicturePath } from "./picture-path.ts";

/** A SKU id, as used in keys and URLs. */
export const skuId = z
  .string()
  .min(1, { error: REQUIRED, abort: true })
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    "must begin with a letter or digit, contain only letters, digits, dots, dashes and underscores, and have at most 64 characters",
  );

/** The highest purchase limit: a line of a cart holds no more. */
const MAX_PURCHASE_LIMIT = 99;

/** Most units of a SKU in stock. */
export const MAX_STOCK = 10_000_000;

/** The reply to HGETALL sku:<id>. */
export const skuHash = z.object({
  name: z.string().refine((name) => name.trim() !== ""),
  // Others may have written "5" for "5.00".
  price: z
    .string()
    .refine((price) => parseMoney(price) !== null)
    .transform((price) => formatMoney(parseMoney(price) ?? 0)),
  description: z.string().default(""),
  category: z.string().default("").transform(categorySlugOf),
  brand: z.string().default(""),
  image: z.string().default(DEFAULT_PICTURE),
  // As HINCRBY takes it: "1e3" would be sold by no script.
  stock: z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number)
    .default(0),
  purchase_limit: z.coerce.number().int().min(1).max(MAX_PURCHASE_LIMIT).optional(),
  created_at: z.string().default("0"),
});

/** A SKU as the API shows it: price is a decimal string, stock a count. */
export interface Sku {
  id: string;
  name: string;
  price: string;
  stock: number;
  category: string;
  brand: string;
  description: string;
  image: string;
  /** units that one shopper may buy, 1 to 99; null for any number */
  purchaseLimit: number | null;
}

export const skuSorts = ["newest", "price-asc", "price-desc"] as const;

/** The slug of a category. It becomes part of the names of keys, so nothing else may stand in for it. */
export const categorySlug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must have only lower-case letters, digits and dashes, 64 at most");

/** Options of a plain list of the catalogue; lib/search adds text and filters. */
export const listSkusQuery = z.object({
  category: categorySlug.optional(),
  sort: z.enum(skuSorts).default("newest"),
  cursor: z.string().max(200).optional(),
  limit: wholeNumber(1, 100).default(24),
});
export type ListSkusQuery = z.infer<typeof listSkusQuery>;

const fields = {
  name: line(200).min(1, REQUIRED),
  price: money("199.99"),
  stock: integer(0, MAX_STOCK),
  category: categorySlug,
};
const purchaseLimit = integer(1, MAX_PURCHASE_LIMIT).nullable();
const brand = line(100);
const description = z.string().trim().max(5000, atMost(5000));
/** Whether there is such a picture is asked when the SKU is written. */
const image = z.string().trim().refine(isPicturePath, "must be the path of a picture, such as /pictures/package.svg");

/** Body of POST /api/skus. */
export const createSkuBody = z.object({
  id: skuId,
  ...fields,
  brand: brand.default(""),
  description: description.default(""),
  image: image.default(DEFAULT_PICTURE),
  purchaseLimit: purchaseLimit.default(null),
});

const typedStock = wholeNumber(0, MAX_STOCK);
const typedLimit = wholeNumber(1, MAX_PURCHASE_LIMIT);
/** A purchase limit that may be left empty. */
const orNone = (limit: z.ZodType<number>) =>
  z.preprocess((value) => (value === "" ? null : value), limit.nullable().default(null));

/** The same from a form, where every field is text. */
export const createSkuForm = createSkuBody.extend({ stock: typedStock, purchaseLimit: orNone(typedLimit) });

const trimmed = <T extends z.ZodType>(schema: T) =>
  z.preprocess((cell) => (typeof cell === "string" ? cell.trim() : cell), schema);

/** The same from the cells of a table, where numbers may have spaces around them. */
export const createSkuCells = createSkuBody.extend({
  stock: trimmed(typedStock),
  purchaseLimit: trimmed(orNone(typedLimit)),
});

/** Body of PATCH /api/skus/<id>: one or more fields; the id can't be changed. */
export const editSkuBody = z
  .object({ ...fields, brand, description, image, purchaseLimit, id: z.never("can't be changed") })
  .partial()
  .refine((body) => Object.keys(body).length > 0, "must have at least one field to change");
export type SkuEdit = z.output<typeof editSkuBody>;
