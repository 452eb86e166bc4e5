import { read, readProblem } from "#e2e/support/api.ts";
import { expect, newName, signInAsAdmin, test } from "#e2e/support/test.ts";
import * as catalogueReplies from "#lib/web/openapi/replies/catalogue.ts";
import * as shoppingReplies from "#lib/web/openapi/replies/shopping.ts";

/** Purchase limits of scarce goods over HTTP. */

const ADDRESS = { name: "A", address: "B", city: "C", postcode: "1", country: "DE" };
const scarce = () => ({ id: newName(), name: "Rare lamp", price: "1.00", stock: 10, category: "audio" });

test("an administrator sets, changes and removes a purchase limit", async ({ request }) => {
  await signInAsAdmin(request);
  const sku = scarce();
  const address = `/api/skus/${sku.id}`;
  for (const purchaseLimit of [0, 100, 1.5, "2"])
    expect(
      (await readProblem(await request.post("/api/skus", { data: { ...sku, purchaseLimit } }), 422)).errors,
    ).toEqual({ purchaseLimit: expect.stringMatching(/^must be/) });
  const created = await request.post("/api/skus", { data: { ...sku, purchaseLimit: 2 } });
  expect(await read(created, 201, catalogueReplies.sku)).toMatchObject({ purchaseLimit: 2 });
  await request.patch(address, { data: { name: "Rarer lamp" } });
  expect(await read(await request.get(address), 200, catalogueReplies.sku)).toMatchObject({ purchaseLimit: 2 });
  expect(await (await request.get("/api/admin/skus.csv")).text()).toMatch(new RegExp(`^${sku.id},.*,2\r$`, "m"));
  const removed = await request.patch(address, { data: { purchaseLimit: null } });
  expect(await read(removed, 200, catalogueReplies.sku)).toMatchObject({ name: "Rarer lamp", purchaseLimit: null });
  await request.delete(address);
});

test("of two checkouts of one shopper at once, only as much is bought as the limit allows", async ({
  request,
  playwright,
  baseURL,
}) => {
  await signInAsAdmin(request);
  const sku = { ...scarce(), purchaseLimit: 2 };
  expect((await request.post("/api/skus", { data: sku })).status()).toBe(201);
  const email = `${newName()}@example.org`;
  const shop = async (address: string) => {
    const shopper = await playwright.request.newContext(baseURL ? { baseURL } : {});
    const added = await shopper.post("/api/cart/items", { data: { sku: sku.id, quantity: 3 } });
    const cart = await read(added, 200, shoppingReplies.cart);
    expect(cart).toMatchObject({ totalItems: 2, notices: ["At most 2 of Rare lamp per shopper."] });
    const headers = { "Idempotency-Key": newName() };
    return () => shopper.post("/api/checkout", { headers, data: { ...ADDRESS, email: address, total: "2.00" } });
  };
  const checkouts = [await shop(email), await shop(email.toUpperCase())];
  const replies = await Promise.all(checkouts.map((buy) => buy()));
  expect(replies.map((reply) => reply.status()).sort()).toEqual([201, 409]);
  for (const reply of replies) {
    if (reply.status() === 201) {
      await read(reply, 201, shoppingReplies.confirmation);
      continue;
    }
    const detail = "Nothing was bought: at most 2 of Rare lamp per shopper (your other orders leave you none)";
    expect(await read(reply, 409, shoppingReplies.checkoutConflict)).toMatchObject({
      ...{ reason: "short", detail: expect.stringContaining(detail), cart: { totalItems: 2 } },
      short: [{ sku: sku.id, name: sku.name, wanted: 2, available: 0, limit: 2 }],
    });
  }
  expect(await read(await request.get(`/api/skus/${sku.id}`), 200, catalogueReplies.sku)).toMatchObject({ stock: 8 });
  await request.delete(`/api/skus/${sku.id}`);
});
