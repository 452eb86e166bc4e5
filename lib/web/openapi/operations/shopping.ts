import { z } from "zod";
import { addItemBody, setItemBody } from "#lib/cart/schema.ts";
import { checkoutBody, idempotencyKey, listOrdersQuery } from "#lib/order/schema.ts";
import { visitBody } from "#lib/visit/schema.ts";
import * as replies from "#lib/web/openapi/replies/shopping.ts";
import { lineParams, orderParams } from "#lib/web/routes/params.ts";
import { jsonReply, type Operation } from "./operation.ts";

const cart = { 200: jsonReply("The whole cart", replies.cart) };
const wishlist = { 200: jsonReply("The whole wishlist", replies.wishlist) };
const NOT_SOLD = { description: "The SKU is not sold" };
const CART_FULL = { description: "The cart has 100 lines, or the visitor has just signed in" };
const LIST_FULL = { description: "The wishlist has 100 entries, or the visitor has just signed in" };
const SIGNED_IN = { description: "The visitor has just signed in; ask again with the new cookie" };

/** Visits, carts, wishlists and orders. */
export const shoppingOperations: readonly Operation[] = [
  {
    id: "recordVisit",
    method: "post",
    path: "/api/visits",
    summary: "Record a page view, keep the session alive, and read the personal part of the page",
    visitor: "anyone",
    cookie: "optional",
    body: visitBody,
    replies: { 200: jsonReply("Username, size of the cart and recently viewed SKUs", replies.visit) },
    problems: { 409: SIGNED_IN },
  },
  {
    id: "getCart",
    method: "get",
    path: "/api/cart",
    summary: "The cart; empty for a visitor without a session",
    visitor: "optional",
    replies: cart,
  },
  {
    id: "clearCart",
    method: "delete",
    path: "/api/cart",
    summary: "Empty the cart",
    visitor: "optional",
    replies: cart,
    problems: { 409: SIGNED_IN },
  },
  {
    id: "addToCart",
    method: "post",
    path: "/api/cart/items",
    summary: "Add a quantity of a SKU to the cart, up to 99 per line",
    visitor: "guest",
    body: addItemBody,
    replies: cart,
    problems: { 404: NOT_SOLD, 409: CART_FULL },
  },
  {
    id: "setCartLine",
    method: "patch",
    path: "/api/cart/items/{sku}",
    summary: "Set the quantity of a line; 0 removes it",
    visitor: "guest",
    params: lineParams,
    body: setItemBody,
    replies: cart,
    problems: { 404: NOT_SOLD, 409: CART_FULL },
  },
  {
    id: "removeCartLine",
    method: "delete",
    path: "/api/cart/items/{sku}",
    summary: "Remove a line, if the cart has it",
    visitor: "optional",
    params: lineParams,
    replies: cart,
    problems: { 409: SIGNED_IN },
  },
  {
    id: "getWishlist",
    method: "get",
    path: "/api/wishlist",
    summary: "The wishlist, newest first; empty for a visitor without a session",
    visitor: "optional",
    replies: wishlist,
  },
  {
    id: "saveSku",
    method: "put",
    path: "/api/wishlist/{sku}",
    summary: "Save a SKU for later; may be repeated",
    visitor: "guest",
    params: lineParams,
    replies: wishlist,
    problems: { 404: NOT_SOLD, 409: LIST_FULL },
  },
  {
    id: "removeSaved",
    method: "delete",
    path: "/api/wishlist/{sku}",
    summary: "Remove a SKU from the wishlist; may be repeated",
    visitor: "guest",
    params: lineParams,
    replies: wishlist,
  },
  {
    id: "moveToCart",
    method: "post",
    path: "/api/wishlist/{sku}/cart",
    summary: "Move a SKU from the wishlist to the cart; may be repeated",
    visitor: "guest",
    params: lineParams,
    replies: { 200: jsonReply("The whole wishlist and the whole cart", replies.moved) },
    problems: { 404: NOT_SOLD, 409: CART_FULL },
  },
  {
    id: "checkout",
    method: "post",
    path: "/api/checkout",
    summary: "Buy the cart; the same Idempotency-Key gives the same reply. No payment is taken.",
    visitor: "optional",
    headers: z.object({ "Idempotency-Key": idempotencyKey }),
    body: checkoutBody,
    replies: {
      201: jsonReply("The order", replies.confirmation),
      202: jsonReply(
        "The order is placed, but no replica of Redis has acknowledged it in time: if the server that has it failed now, it might be lost. The same request, or GET /api/orders/{id}, tells when it is confirmed.",
        replies.unconfirmed,
      ),
    },
    problems: {
      400: { description: "The header Idempotency-Key or the JSON body is missing or malformed" },
      409: {
        description: "Nothing was bought. `reason` says why; `under-way` has Retry-After and may be repeated.",
        schema: replies.checkoutConflict,
      },
      422: {
        description: "The body is invalid, a guest gave no e-mail address, or the key was used with another body",
      },
      429: { description: "Too many unknown discount codes were tried from this address" },
    },
  },
  {
    id: "listOrders",
    method: "get",
    path: "/api/orders",
    summary: "The visitor's orders, newest first",
    visitor: "required",
    query: listOrdersQuery,
    replies: { 200: jsonReply("A page of orders", replies.orderPage) },
    problems: { 401: { description: "There is no session" } },
  },
  {
    id: "getOrder",
    method: "get",
    path: "/api/orders/{id}",
    summary: "One of the visitor's orders",
    visitor: "required",
    params: orderParams,
    replies: { 200: jsonReply("The order", replies.order) },
    problems: { 401: { description: "There is no session" } },
  },
];
