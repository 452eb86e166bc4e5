import { z } from "zod";
import { skuId } from "#lib/sku/schema.ts";
import { integer } from "#lib/validation.ts";
import { MAX_QUANTITY } from "./limits.ts";

/** Body of POST /api/cart/items. */
export const addItemBody = z.object({ sku: skuId, quantity: integer(1, MAX_QUANTITY) });
/** Body of PATCH /api/cart/items/<sku>. */
export const setItemBody = z.object({ quantity: integer(0, MAX_QUANTITY) });

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

/** A line whose SKU was deleted, or can't be read. */
export interface GoneLine {
  sku: string;
  quantity: number;
}

/**
 * A cart at current prices. `notices` is present only when a line is gone, did not fit in a merge, or exceeds or was
 * reduced to the purchase limit of its SKU. `gone` is present only when there are lines whose SKU is not sold at the
 * moment: they count for nothing, and come back with their SKU.
 */
export interface Cart {
  items: CartLine[];
  totalItems: number;
  totalValue: string;
  notices?: string[];
  gone?: GoneLine[];
}

/**
 * The whole cart after a change, or why it was refused: the SKU does not exist, the cart has 100 lines, or the guest
 * has signed in and the cart is closed. `limited` is the notice about a purchase limit that the change would have
 * exceeded.
 */
export type CartResult =
  | { ok: true; cart: Cart; limited?: string }
  | { ok: false; reason: "unknown-sku" | "full" | "moved" };
