import { z } from "zod";
import { discountCode, discountRefusal } from "#lib/discount/schema.ts";
import { email } from "#lib/user/schema.ts";
import { blankAsAbsent, json, line, money, REQUIRED, wholeNumber } from "#lib/validation.ts";

/**
 * The statuses of an order (docs/orders.md). `abandoned` marks an order that was added to the pending orders but never
 * written; only the sweeper and the checkout see it.
 */
export const orderStatuses = [
  "pending",
  "placed",
  "rejected",
  "shipped",
  "delivered",
  "cancelled",
  "abandoned",
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** The statuses that shoppers and administrators see. */
export const shownStatuses = ["placed", "shipped", "delivered", "cancelled"] as const;
export type ShownStatus = (typeof shownStatuses)[number];

const requiredLine = (maxLength: number) => line(maxLength).min(1, REQUIRED);

/** The fields of a delivery address. */
export const addressFields = {
  name: requiredLine(100),
  address: requiredLine(200),
  city: requiredLine(100),
  postcode: requiredLine(20),
  country: requiredLine(60),
};

/**
 * Body of POST /api/checkout. Guests must give an e-mail address. `total` is the total that the shopper was shown,
 * after the discount of the code `discount`.
 */
export const checkoutBody = z.object({
  email: blankAsAbsent(email.optional()),
  ...addressFields,
  discount: blankAsAbsent(discountCode.optional()),
  total: money("399.98"),
});
export type CheckoutBody = z.output<typeof checkoutBody>;

/** The header Idempotency-Key: 1 to 255 printable ASCII characters, no spaces. */
export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,255}$/);

/** An order id, as in keys and URLs. */
export const orderId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{16}$/);

/** Query of GET /api/orders. */
export const listOrdersQuery = z.object({
  cursor: z.string().max(300).optional(),
  limit: wholeNumber(1, 100).default(24),
});

/** A line at the price that was agreed with the shopper. */
export const orderLine = z.object({
  sku: z.string(),
  name: z.string(),
  unitPrice: z.string(),
  quantity: z.number().int(),
  lineTotal: z.string(),
  image: z.string(),
});
export type OrderLine = z.output<typeof orderLine>;

/**
 * A line that the shopper can't have in full: there is not enough stock or, with a `limit`, it exceeds the purchase
 * limit of the SKU together with the shopper's other orders.
 */
export const shortLine = z.object({
  sku: z.string(),
  name: z.string(),
  wanted: z.number().int(),
  available: z.number().int(),
  limit: z.number().int().optional(),
});
export type ShortLine = z.output<typeof shortLine>;

const seconds = z.coerce.number().optional();

/** The reply to HGETALL order:<id>; times are seconds with decimals, as everywhere in Redis. */
export const orderHash = z.object({
  status: z.enum(orderStatuses),
  version: z.coerce.number().int(),
  owner: z.string().default(""),
  /** when the attempt that wrote the order began, in ms; part of its lock on the cart */
  began: z.coerce.number().default(0),
  fingerprint: z.string().default(""),
  /** by whom codes and purchase limits count it (shopper-id.ts) */
  shopper: z.string().default(""),
  email: z.string().default(""),
  name: z.string().default(""),
  address: z.string().default(""),
  city: z.string().default(""),
  postcode: z.string().default(""),
  country: z.string().default(""),
  lines: json(z.array(orderLine).default([])),
  short: json(z.array(shortLine).default([])),
  total: z.string().default("0.00"),
  discount_code: z.string().default(""),
  /** already subtracted from the total */
  discount_amount: z.string().default("0.00"),
  /** why the code was refused; only on a rejected order */
  refusal: json(discountRefusal.optional()),
  placed_at: seconds,
  shipped_at: seconds,
  delivered_at: seconds,
  cancelled_at: seconds,
});

/** An order as it is stored. */
export type Order = z.output<typeof orderHash> & { id: string };

/** Contact, address and discount code of a checkout. */
export type Recipient = Omit<CheckoutBody, "total" | "email"> & { email: string };
