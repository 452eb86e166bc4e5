import { z } from "zod";
import { skuId } from "#lib/sku/schema.ts";
import { MAX_QUANTITY } from "./limits.ts";

/** Body of POST /api/cart/items. */
export const addItemBody = z.object({ sku: skuId, quantity: z.int().min(1).max(MAX_QUANTITY) });
/** Body of PATCH /api/cart/items/<sku>. */
export const setItemBody = z.object({ quantity: z.int().min(0).max(MAX_QUANTITY) });

export interface CartLine {
  sku: string;
  name: string;
  unitPrice: string;
  quantity: number;
  lineTotal: string;
  category: string;
  image: string;
  stock: number;
}

/** A cart at today's prices. `notices` is there only when a line was dropped or found no room in a merge. */
export interface Cart {
  items: CartLine[];
  totalItems: number;
  totalValue: string;
  notices?: string[];
}

/** A change of a cart: the whole cart after it, or the rule that forbids it. */
export type CartResult = { ok: true; cart: Cart } | { ok: false; reason: "unknown-sku" | "full" | "moved" };
