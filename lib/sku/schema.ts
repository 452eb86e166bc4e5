import { z } from "zod";
import { parseMoney } from "#lib/money.ts";
import { atMost, line, money, REQUIRED } from "#lib/validation.ts";
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

/** The reply to HGETALL sku:<id>. */
export const skuHash = z.object({
  name: z.string(),
  price: z.string().refine((price) => parseMoney(price) !== null),
  description: z.string().default(""),
  category: z.string().default(""),
  brand: z.string().default(""),
  image: z.string().default(DEFAULT_PICTURE),
  stock: z.coerce.number().int().default(0),
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
  limit: z.coerce.number().int().min(1).max(100).default(24),
});
export type ListSkusQuery = z.infer<typeof listSkusQuery>;

const fields = {
  name: line(200).min(1, REQUIRED),
  price: money("199.99"),
  stock: z.int("must be a whole number").min(0).max(10_000_000),
  category: categorySlug,
};
const purchaseLimit = z.int("must be a whole number").min(1).max(MAX_PURCHASE_LIMIT).nullable();
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

/** A whole number from 0 as it was typed. */
const typedNumber = z
  .string()
  .trim()
  .regex(/^\d{1,12}$/, "must be a whole number")
  .transform(Number);

/** The same from a form or a CSV table, where every field is text. */
export const createSkuForm = createSkuBody.extend({
  stock: typedNumber.pipe(fields.stock),
  purchaseLimit: z
    .literal("")
    .transform(() => null)
    .or(typedNumber)
    .default(null)
    .pipe(purchaseLimit),
});

/** Body of PATCH /api/skus/<id>: one or more fields; the id can't be changed. */
export const editSkuBody = z
  .object({ ...fields, brand, description, image, purchaseLimit, id: z.never("can't be changed") })
  .partial()
  .refine((body) => Object.keys(body).length > 0, "must have at least one field to change");
export type SkuEdit = z.output<typeof editSkuBody>;
