import { callApi } from "#components/shared/call-api.ts";
import type { Cart } from "#lib/cart/schema.ts";
import type { CartChange } from "./cart-changes.ts";

/** Sends changes of the cart to the server. Every reply is the whole cart. @throws ApiError */
export interface CartApi {
  read(): Promise<Cart>;
  change(sku: string, change: CartChange): Promise<Cart>;
  clear(): Promise<Cart>;
}

/** By the JSON API (docs/http-api.md). Quantities are set by PATCH, which may be repeated; only additions are POSTs. */
export const cartApi: CartApi = {
  read: () => callApi("GET", "/api/cart"),
  async change(sku, change) {
    const { kind, quantity } = change;
    if (kind === "add") return callApi("POST", "/api/cart/items", { sku, quantity });
    const id = encodeURIComponent(sku);
    // Into the wishlist first, then out of the cart: a failure between the two leaves the SKU in both.
    if (change.saveForLater) await callApi("PUT", `/api/wishlist/${id}`);
    return callApi("PATCH", `/api/cart/items/${id}`, { quantity });
  },
  clear: () => callApi("DELETE", "/api/cart"),
};
