import { z } from "zod";
import { read, readProblem } from "#e2e/support/api.ts";
import { callAction } from "#e2e/support/call-action.ts";
import { listActions } from "#e2e/support/entry-points.ts";
import { expect, newName, PASSWORD, test } from "#e2e/support/test.ts";
import * as accountReplies from "#lib/web/openapi/replies/account.ts";
import * as catalogueReplies from "#lib/web/openapi/replies/catalogue.ts";
import * as shoppingReplies from "#lib/web/openapi/replies/shopping.ts";

test("accounts: register, who am I, sign out, sign in", async ({ request }) => {
  const username = newName();
  const account = { username, email: `${username}@example.com`, password: PASSWORD };
  const made = await request.post("/api/auth/register", { data: account });
  expect(made.headers()["set-cookie"]).toMatch(/^fwr_session=[^;]+;.*HttpOnly/i);
  expect(made.headers()["set-cookie"]).toMatch(/SameSite=lax/i);
  expect((await read(made, 201, accountReplies.user)).user).toMatchObject({ username, role: "shopper" });

  const mine = await read(await request.get("/api/session"), 200, accountReplies.session);
  expect(mine.user?.username).toBe(username);
  expect(mine.session).not.toBeNull();

  const out = await request.post("/api/auth/logout");
  expect([out.status(), await out.text()]).toEqual([204, ""]);
  expect(await read(await request.get("/api/session"), 200, accountReplies.session)).toEqual({
    user: null,
    session: null,
  });

  const login = await request.post("/api/auth/login", { data: { username, password: PASSWORD } });
  expect((await read(login, 200, accountReplies.user)).user.username).toBe(username);
});

test("ASVS 8.2.3: whoever registers chooses neither role nor id, by the API and by the form", async ({
  request,
  playwright,
  baseURL,
}) => {
  const more = { role: "admin", id: "0", user_id: "0", disabled_at: "", created_at: "1", isAdmin: "true" };
  const account = () => {
    const username = newName();
    return { username, email: `${username}@example.com`, password: PASSWORD, ...more };
  };
  const byForm = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}) });
  const action = listActions().actions.find(({ name }) => name === "registerAction");
  if (!action) throw new Error("There is no form to register");
  const accounts = [account(), account()] as const;
  await read(await request.post("/api/auth/register", { data: accounts[0] }), 201, accountReplies.user);
  expect((await callAction(byForm, action, accounts[1])).headers()["x-action-redirect"]).toMatch(/^\/account;/);
  for (const [i, context] of [request, byForm].entries()) {
    const { user } = await read(await context.get("/api/session"), 200, accountReplies.session);
    expect(user).toMatchObject({ username: accounts[i]?.username, role: "shopper" });
    expect(user?.id).not.toBe("0");
    await readProblem(await context.get("/api/admin/metrics"), 403);
  }
  await byForm.dispose();
});

test("accounts: what is refused", async ({ request }) => {
  const username = newName();
  const account = { username, email: `${username}@example.com`, password: PASSWORD };
  await read(await request.post("/api/auth/register", { data: account }), 201, accountReplies.user);
  const other = { ...account, email: `${newName()}@example.com`, username: username.toUpperCase() };
  await readProblem(await request.post("/api/auth/register", { data: other }), 409);
  const wrong = await readProblem(
    await request.post("/api/auth/login", { data: { username, password: "not the right one" } }),
    401,
  );
  const unknown = await readProblem(
    await request.post("/api/auth/login", { data: { username: newName(), password: "not the right one" } }),
    401,
  );
  expect({ ...wrong, requestId: "" }).toEqual({ ...unknown, requestId: "" });
  const invalid = await request.post("/api/auth/register", { data: { username: "?", email: "no", password: "short" } });
  expect(Object.keys((await readProblem(invalid, 422)).errors ?? {}).sort()).toEqual(["email", "password", "username"]);
  expect(await invalid.text()).not.toContain("short");
  const long = { ...account, username: newName(), password: "ü".repeat(37) };
  expect((await readProblem(await request.post("/api/auth/register", { data: long }), 422)).errors).toHaveProperty(
    "password",
  );
});

test("cart: add, set, remove, empty; the whole cart comes back each time", async ({ request }) => {
  const empty = { items: [], totalItems: 0, totalValue: "0.00" };
  const first = await request.get("/api/cart");
  expect(first.headers()["cache-control"]).toBe("no-store");
  expect(first.headers()["set-cookie"], "looking makes no session").toBeUndefined();
  expect(await read(first, 200, shoppingReplies.cart)).toEqual(empty);

  const added = await request.post("/api/cart/items", { data: { sku: "sku123", quantity: 2 } });
  expect(await read(added, 200, shoppingReplies.cart)).toMatchObject({
    items: [{ sku: "sku123", unitPrice: "199.99", quantity: 2, lineTotal: "399.98" }],
    totalItems: 2,
    totalValue: "399.98",
  });
  const more = await request.post("/api/cart/items", { data: { sku: "mouse-456", quantity: 1 } });
  expect(await read(more, 200, shoppingReplies.cart)).toMatchObject({ totalItems: 3, totalValue: "429.97" });
  const set = await request.patch("/api/cart/items/sku123", { data: { quantity: 5 } });
  expect(await read(set, 200, shoppingReplies.cart)).toMatchObject({ totalItems: 6 });
  const clamped = await request.post("/api/cart/items", { data: { sku: "sku123", quantity: 99 } });
  expect(await read(clamped, 200, shoppingReplies.cart)).toMatchObject({ totalItems: 100 });
  const zero = await request.patch("/api/cart/items/sku123", { data: { quantity: 0 } });
  expect(await read(zero, 200, shoppingReplies.cart)).toMatchObject({ totalItems: 1 });
  const removed = await request.delete("/api/cart/items/mouse-456");
  expect(await read(removed, 200, shoppingReplies.cart)).toEqual(empty);
  await request.post("/api/cart/items", { data: { sku: "sku123", quantity: 1 } });
  expect(await read(await request.delete("/api/cart"), 200, shoppingReplies.cart)).toEqual(empty);
  expect(await read(await request.get("/api/cart"), 200, shoppingReplies.cart)).toEqual(empty);
});

test("cart: a SKU that is not sold is 404, for adding and for setting", async ({ request }) => {
  await readProblem(await request.post("/api/cart/items", { data: { sku: "no-such", quantity: 1 } }), 404);
  await readProblem(await request.patch("/api/cart/items/no-such", { data: { quantity: 1 } }), 404);
  await read(await request.delete("/api/cart/items/no-such"), 200, shoppingReplies.cart);
});

test("visits: a guest gets a session on the first, and each counts", async ({ request }) => {
  const first = await request.post("/api/visits", { data: { page: "/products/sku123", sku: "sku123" } });
  expect(first.headers()["cache-control"]).toBe("no-store");
  expect(first.headers()["set-cookie"]).toContain("fwr_session=");
  expect(await read(first, 200, shoppingReplies.visit)).toMatchObject({
    user: null,
    cart: { totalItems: 0 },
    recent: ["sku123"],
  });
  const second = await request.post("/api/visits", { data: { page: "/cart" } });
  expect(second.headers()["set-cookie"]).toBeUndefined();
  expect(await read(second, 200, shoppingReplies.visit)).toMatchObject({ recent: ["sku123"] });
  const { session } = await read(await request.get("/api/session"), 200, accountReplies.session);
  expect(session).toMatchObject({ currentPage: "/cart", pageViews: 2 });
});

test("skus: list, filter, sort, page, search, one", async ({ request }) => {
  const one = await read(await request.get("/api/skus/sku123"), 200, catalogueReplies.sku);
  expect(one).toMatchObject({ id: "sku123", price: "199.99" });
  await readProblem(await request.get("/api/skus/no-such"), 404);
  await readProblem(await request.get("/api/skus/%00"), 404);

  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor ? `&cursor=${cursor}` : "";
    const page = await read(
      await request.get(`/api/skus?limit=40&sort=price-asc${query}`),
      200,
      catalogueReplies.skuPage,
    );
    seen.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThanOrEqual(60);

  const category = await read(await request.get(`/api/skus?category=${one.category}`), 200, catalogueReplies.skuPage);
  expect(new Set(category.items.map((item) => item.category))).toEqual(new Set([one.category]));
  const found = await read(await request.get("/api/skus?q=AIRPODS"), 200, catalogueReplies.skuPage);
  expect(found.items.map((item) => item.id)).toContain("sku123");
  expect(await read(await request.get("/api/skus?q=xyzzyqq"), 200, catalogueReplies.skuPage)).toMatchObject({
    items: [],
    nextCursor: null,
  });
  for (const query of ["limit=0", "limit=101", "limit=many", "sort=random", `q=${"x".repeat(201)}`, "limit=1&limit=x"])
    await readProblem(await request.get(`/api/skus?${query}`), 422);
});

test("health: the process, and Redis", async ({ request }) => {
  for (const kind of ["live", "ready"]) {
    const response = await request.get(`/api/health/${kind}`);
    expect([kind, response.status()]).toEqual([kind, 200]);
  }
});

test("a guest who registers under the address of their order finds it there; under another it is not theirs", async ({
  playwright,
  baseURL,
}) => {
  const orders = z.object({ items: z.array(z.object({ id: z.string() })) });
  const account = () => ({ username: newName(), email: `${newName()}@example.com`, password: PASSWORD });
  const [own, other] = [account(), account()];
  for (const { buys, registers, finds } of [
    { buys: own, registers: own, finds: true },
    { buys: own, registers: other, finds: false },
  ]) {
    const guest = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}) });
    await guest.post("/api/cart/items", { data: { sku: "sku123", quantity: 1 } });
    const address = { name: "A", address: "B", city: "C", postcode: "1", country: "DE" };
    const reply = await guest.post("/api/checkout", {
      headers: { "Idempotency-Key": "of-a-guest" },
      data: { ...address, email: buys.email.toUpperCase(), total: "199.99" },
    });
    const { order } = z.object({ order: z.object({ id: z.string() }) }).parse(await reply.json());
    expect((await guest.get(`/api/orders/${order.id}`)).status()).toBe(200);
    await read(await guest.post("/api/auth/register", { data: registers }), 201, accountReplies.user);
    const { items } = await read(await guest.get("/api/orders"), 200, orders);
    expect(items.map(({ id }) => id)).toEqual(finds ? [order.id] : []);
    expect((await guest.get(`/api/orders/${order.id}`)).status()).toBe(finds ? 200 : 404);
    await guest.dispose();
  }
});
