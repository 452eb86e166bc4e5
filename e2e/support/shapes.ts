import { z } from "zod";

/** The replies of the JSON API (docs/http-api.md), strict: a missing or additional field is an error. */

const money = z.string().regex(/^\d+\.\d{2}$/);
const time = z.iso.datetime();

export const cart = z.strictObject({
  items: z.array(
    z.strictObject({
      sku: z.string(),
      name: z.string(),
      unitPrice: money,
      quantity: z.int().min(1).max(99),
      lineTotal: money,
      // For the store's own pages.
      category: z.string(),
      image: z.string().startsWith("/"),
      stock: z.int(),
    }),
  ),
  totalItems: z.int().min(0),
  totalValue: money,
  notices: z.array(z.string()).min(1).optional(),
});

export const wishlist = z.strictObject({
  items: z
    .array(
      z.strictObject({
        sku: z.string(),
        name: z.string(),
        unitPrice: money,
        category: z.string(),
        image: z.string().startsWith("/"),
        stock: z.int(),
        savedAt: time,
      }),
    )
    .max(100),
  notices: z.array(z.string()).min(1).optional(),
});
export const moved = z.strictObject({ wishlist, cart });

export const sku = z.strictObject({
  id: z.string(),
  name: z.string(),
  price: money,
  stock: z.int(),
  category: z.string(),
  brand: z.string(),
  description: z.string(),
  image: z.string().startsWith("/"),
});

const counts = z.array(z.strictObject({ value: z.string(), count: z.int().min(0) }));

export const skuPage = z.strictObject({
  items: z.array(sku),
  nextCursor: z.string().nullable(),
  // For the search page; absent until the index is ready.
  total: z.int().min(0).optional(),
  facets: z
    .strictObject({
      categories: counts,
      brands: counts,
      prices: z.strictObject({ min: money, max: money }).nullable(),
      inStock: z.int().min(0),
    })
    .optional(),
  match: z.enum(["all", "near", "some"]).optional(),
  near: z.array(z.string()).optional(),
});

const publicUser = z.strictObject({ id: z.string(), username: z.string(), role: z.enum(["shopper", "admin"]) });
export const user = z.strictObject({ user: publicUser });

export const session = z.strictObject({
  user: publicUser.nullable(),
  session: z
    .strictObject({ createdAt: time, lastActivity: time, currentPage: z.string(), pageViews: z.int().min(0) })
    .nullable(),
});

export const visit = z.strictObject({
  user: z.strictObject({ id: z.string(), username: z.string() }).nullable(),
  cart: z.strictObject({ totalItems: z.int().min(0) }),
  recent: z.array(z.string()).max(25),
});

export const problem = z.strictObject({
  type: z.string(),
  title: z.string().min(1),
  status: z.int(),
  detail: z.string().min(1),
  errors: z.record(z.string(), z.string()).optional(),
});
