import type { APIRequestContext } from "@playwright/test";
import { read, readProblem } from "#e2e/support/api.ts";
import { expect, newName, PASSWORD, test } from "#e2e/support/test.ts";
import * as accountReplies from "#lib/web/openapi/replies/account.ts";
import * as shoppingReplies from "#lib/web/openapi/replies/shopping.ts";

async function saved(request: APIRequestContext): Promise<string[]> {
  const { items } = await read(await request.get("/api/wishlist"), 200, shoppingReplies.wishlist);
  return items.map((item) => item.sku);
}

test("wishlist: save, save again, remove; the whole list comes back each time, the newest first", async ({
  request,
}) => {
  const first = await request.get("/api/wishlist");
  expect(first.headers()["cache-control"]).toBe("no-store");
  expect(first.headers()["set-cookie"], "looking makes no session").toBeUndefined();
  expect(await read(first, 200, shoppingReplies.wishlist)).toEqual({ items: [] });

  const one = await request.put("/api/wishlist/sku123");
  expect(one.headers()["cache-control"]).toBe("no-store");
  expect(await read(one, 200, shoppingReplies.wishlist)).toMatchObject({
    items: [{ sku: "sku123", unitPrice: "199.99" }],
  });
  const two = await read(await request.put("/api/wishlist/mouse-456"), 200, shoppingReplies.wishlist);
  expect(two.items.map((item) => item.sku)).toEqual(["mouse-456", "sku123"]);
  expect(await read(await request.put("/api/wishlist/sku123"), 200, shoppingReplies.wishlist)).toEqual(two);

  for (let i = 0; i < 2; i++) {
    const { items } = await read(await request.delete("/api/wishlist/mouse-456"), 200, shoppingReplies.wishlist);
    expect(items.map((item) => item.sku)).toEqual(["sku123"]);
  }
});

test("wishlist: what is not sold is 404, what is no SKU too", async ({ request }) => {
  await readProblem(await request.put("/api/wishlist/no-such"), 404);
  await readProblem(await request.put("/api/wishlist/%00"), 404);
  expect(await read(await request.delete("/api/wishlist/no-such"), 200, shoppingReplies.wishlist)).toEqual({
    items: [],
  });
});

test("wishlist: to the cart, once however often it is asked", async ({ request }) => {
  await request.put("/api/wishlist/sku123");
  for (let i = 0; i < 2; i++) {
    const moved = await read(await request.post("/api/wishlist/sku123/cart"), 200, shoppingReplies.moved);
    expect(moved).toMatchObject({ wishlist: { items: [] }, cart: { totalItems: 1, totalValue: "199.99" } });
  }
  await request.delete("/api/cart/items/sku123");
  expect(
    (await read(await request.post("/api/wishlist/sku123/cart"), 200, shoppingReplies.moved)).cart.totalItems,
  ).toBe(0);
});

test("wishlist: the 101st is refused and says so; what is no longer sold is named until it is removed", async ({
  request,
  redis,
}) => {
  const username = newName();
  const account = { username, email: `${username}@example.com`, password: PASSWORD };
  const made = await read(await request.post("/api/auth/register", { data: account }), 201, accountReplies.user);
  const entries = Array.from({ length: 100 }, (_, i) => [String(i), `no-such-${i}`]);
  await redis("ZADD", `wishlist:${made.user.id}`, ...entries.flat());
  expect((await readProblem(await request.put("/api/wishlist/sku123"), 409)).detail).toContain("100");
  const { items, notices } = await read(await request.get("/api/wishlist"), 200, shoppingReplies.wishlist);
  expect([items, notices?.length]).toEqual([[], 100]);
  await request.delete("/api/wishlist/no-such-7");
  expect((await read(await request.put("/api/wishlist/sku123"), 200, shoppingReplies.wishlist)).items).toHaveLength(1);
});

test("wishlist: a guest's is merged at sign-in, each once", async ({ request, playwright, baseURL }) => {
  const username = newName();
  const account = { username, email: `${username}@example.com`, password: PASSWORD };
  await request.put("/api/wishlist/sku123");
  await read(await request.post("/api/auth/register", { data: account }), 201, accountReplies.user);
  expect(await saved(request)).toEqual(["sku123"]);

  const elsewhere = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}) });
  await elsewhere.put("/api/wishlist/mouse-456");
  const guest = await elsewhere.storageState();
  await read(await elsewhere.post("/api/auth/login", { data: account }), 200, accountReplies.user);
  expect(await saved(elsewhere)).toEqual(["mouse-456", "sku123"]);
  // What was under way with the guest's cookie neither writes nor brings back what was merged.
  const late = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}), storageState: guest });
  await readProblem(await late.put("/api/wishlist/laptop-123"), 409);
  expect(await saved(late)).toEqual([]);
  expect(await saved(request)).toEqual(["mouse-456", "sku123"]);
  await request.post("/api/auth/logout");
  expect(await saved(request)).toEqual([]);
  await Promise.all([elsewhere.dispose(), late.dispose()]);
});
