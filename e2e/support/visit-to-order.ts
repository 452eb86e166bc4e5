import { type APIRequestContext, expect } from "@playwright/test";
import * as accountReplies from "#lib/web/openapi/replies/account.ts";
import * as shoppingReplies from "#lib/web/openapi/replies/shopping.ts";
import { read } from "./api.ts";
import { newName, PASSWORD } from "./test.ts";

/** A whole visit by the API: a guest views a product and fills a cart, registers with it, and places an order. */
export async function visitToOrder(shopper: APIRequestContext): Promise<void> {
  const visit = await shopper.post("/api/visits", { data: { page: "/products/sku123", sku: "sku123" } });
  expect(visit.status()).toBe(200);
  const added = await shopper.post("/api/cart/items", { data: { sku: "sku123", quantity: 2 } });
  expect(added.status()).toBe(200);
  const username = newName();
  const account = { username, email: `${username}@example.com`, password: PASSWORD };
  await read(await shopper.post("/api/auth/register", { data: account }), 201, accountReplies.user);
  expect(await read(await shopper.get("/api/cart"), 200, shoppingReplies.cart)).toMatchObject({ totalValue: "399.98" });
  const order = await shopper.post("/api/checkout", {
    headers: { "Idempotency-Key": "a-key-of-this-checkout" },
    data: { name: "A", address: "B", city: "C", postcode: "1", country: "DE", total: "399.98" },
  });
  expect(order.status()).toBe(201);
  expect(await read(await shopper.get("/api/cart"), 200, shoppingReplies.cart)).toMatchObject({ totalItems: 0 });
}
