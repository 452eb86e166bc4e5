import { z } from "zod";
import type { Cart } from "#lib/cart/schema.ts";
import { discountRule } from "#lib/discount/scripts/hold-discount.ts";
import { orderLine, orderStatuses, shortLine } from "#lib/order/schema.ts";
import type { Visit } from "#lib/visit/schema.ts";
import type { Wishlist } from "#lib/wishlist/schema.ts";
import { image, money, problem, time } from "./common.ts";

/** Replies about carts, wishlists, visits and orders, strict: a missing or additional field is an error. */

const notices = z.array(z.string()).min(1).optional();
const soldItem = { sku: z.string(), name: z.string(), unitPrice: money };

export const cart = z
  .strictObject({
    items: z.array(
      z.strictObject({
        ...soldItem,
        quantity: z.int().min(1).max(99),
        lineTotal: money,
        // For the store's own pages.
        category: z.string(),
        image,
        stock: z.int(),
      }),
    ),
    totalItems: z.int().min(0),
    totalValue: money,
    notices,
    gone: z
      .array(z.strictObject({ sku: z.string(), quantity: z.int() }))
      .min(1)
      .optional()
      .meta({ description: "Lines whose SKU is not sold at the moment: they count for nothing and can be removed" }),
  })
  .meta({ id: "Cart" }) satisfies z.ZodType<Cart>;

export const wishlist = z
  .strictObject({
    items: z
      .array(z.strictObject({ ...soldItem, category: z.string(), image, stock: z.int(), savedAt: time }))
      .max(100),
    notices,
    gone: z
      .array(z.string())
      .min(1)
      .optional()
      .meta({ description: "Saved SKUs that are not sold at the moment; they can be removed" }),
  })
  .meta({ id: "Wishlist" }) satisfies z.ZodType<Wishlist>;

export const moved = z.strictObject({ wishlist, cart }).meta({ id: "Moved" });

export const visit = z
  .strictObject({
    user: z.strictObject({ id: z.string(), username: z.string() }).nullable(),
    cart: z.strictObject({ totalItems: z.int().min(0) }),
    recent: z.array(z.string()).max(25),
  })
  .meta({ id: "Visit" }) satisfies z.ZodType<Visit>;

const line = z
  .strictObject({ ...orderLine.omit({ image: true }).shape, unitPrice: money, lineTotal: money })
  .meta({ id: "OrderLine" });
const short = z.array(z.strictObject(shortLine.shape));

const confirmedOrder = z.strictObject({
  id: z.string(),
  status: z.literal("placed"),
  lines: z.array(line),
  discount: z.strictObject({ code: z.string(), amount: money }).optional(),
  total: money,
  placedAt: time.nullable(),
});

/** The reply to a checkout. */
export const confirmation = z.strictObject({ order: confirmedOrder }).meta({ id: "Confirmation" });
/** The same while no replica of Redis has acknowledged the order. */
export const unconfirmed = z
  .strictObject({ order: confirmedOrder, confirmed: z.literal(false) })
  .meta({ id: "UnconfirmedOrder" });

const ownOrder = z
  .strictObject({
    ...confirmedOrder.shape,
    status: z.enum(orderStatuses).exclude(["abandoned"]),
    shippedAt: time.nullable(),
    deliveredAt: time.nullable(),
    cancelledAt: time.nullable(),
    email: z.string(),
    name: z.string(),
    address: z.string(),
    city: z.string(),
    postcode: z.string(),
    country: z.string(),
    /** only of a rejected order */
    short: short.optional(),
    refusal: z.string().optional(),
  })
  .meta({ id: "Order" });
export const order = z.strictObject({
  order: ownOrder,
  /** false while a placed order would be lost with the server that has it: no replica has acknowledged it yet */
  confirmed: z.boolean(),
});
export const orderPage = z
  .strictObject({ items: z.array(ownOrder), nextCursor: z.string().nullable() })
  .meta({ id: "OrderPage" });

/** A checkout that bought nothing because of the state of the store or the cart, by reason. */
export const checkoutConflict = z
  .discriminatedUnion("reason", [
    problem.extend({ reason: z.enum(["empty", "under-way"]) }),
    problem.extend({ reason: z.literal("changed"), total: money, cart }),
    problem.extend({
      reason: z.literal("discount"),
      discount: z.strictObject({ code: z.string(), rule: discountRule }),
      cart: cart.optional(),
    }),
    problem.extend({ reason: z.literal("short"), short, cart: cart.optional() }),
  ])
  .meta({ id: "CheckoutConflict" });
