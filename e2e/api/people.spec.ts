import { type APIRequestContext, request } from "@playwright/test";
import { read, readProblem } from "#e2e/support/api.ts";
import { expect, newName, PASSWORD, registerByApi, signInAsAdmin, signInByApi, test } from "#e2e/support/test.ts";
import { allSessions, auditList, cartList, person, userList } from "#lib/web/openapi/replies/admin.ts";

/** What administrators see of people by the API, and what they do to them. */

const open = () => request.newContext({ baseURL: process.env.STORE_URL ?? "" });

/** An administrator, a shopper, and the shopper's address. */
async function openBoth() {
  const [admin, shopper] = [await open(), await open()];
  const name = newName();
  await signInAsAdmin(admin);
  await registerByApi(shopper, name);
  const [{ id } = { id: "" }] = (await read(await admin.get(`/api/admin/users?q=${name}`), 200, userList)).items;
  return {
    admin,
    shopper,
    name,
    id,
    url: `/api/admin/users/${id}`,
    close: () => admin.dispose().then(() => shopper.dispose()),
  };
}

/** The first item of all pages of a list that passes. */
async function findItem<T>(
  admin: APIRequestContext,
  url: string,
  shape: Parameters<typeof read>[2],
  isWanted: (item: T) => boolean,
): Promise<T | undefined> {
  let cursor: string | null = "";
  do {
    const page = (await read(await admin.get(`${url}?cursor=${cursor}`), 200, shape)) as {
      items: T[];
      nextCursor: string | null;
    };
    const found = page.items.find(isWanted);
    if (found) return found;
    cursor = page.nextCursor;
  } while (cursor);
  return undefined;
}

test("an administrator finds a shopper with session, cart, wishlist and orders, and no secret of theirs", async ({
  redis,
}) => {
  const { admin, shopper, name, id, url, close } = await openBoth();
  await shopper.post("/api/visits", { data: { page: "/products/sku123", sku: "sku123" } });
  await shopper.post("/api/cart/items", { data: { sku: "sku123", quantity: 2 } });
  await shopper.put("/api/wishlist/sku456");
  const first = await read(await admin.get("/api/admin/users?limit=1"), 200, userList);
  expect(first.items).toHaveLength(1);
  expect(first.nextCursor).not.toBeNull();
  for (const q of [`%23${id}`, name.toUpperCase(), `${name}@example.com`, name.slice(0, -1)])
    expect(
      (await read(await admin.get(`/api/admin/users?q=${q}`), 200, userList)).items.map((user) => user.id),
    ).toContain(id);
  const reply = await admin.get(url);
  const found = await read(reply, 200, person);
  expect(found).toMatchObject({ id, username: name, role: "shopper", disabled: false, orders: [] });
  expect(found.sessions).toMatchObject([{ currentPage: "/products/sku123", pageViews: 1 }]);
  expect(found.cart.items).toMatchObject([{ sku: "sku123", quantity: 2 }]);
  expect(found.wishlist.items).toMatchObject([{ sku: "sku456" }]);
  const [sid] = (await redis("ZRANGE", `sessions_of:${id}`, "0", "-1")) as string[];
  const hash = String(await redis("HGET", `user:${id}`, "password_hash"));
  const session = await findItem(
    admin,
    "/api/admin/sessions",
    allSessions,
    (item: { id: string; user: { id: string } | null }) => item.user?.id === id,
  );
  expect(session).toMatchObject({
    id: found.sessions[0]?.id,
    user: { id, username: name },
    currentPage: "/products/sku123",
  });
  const cart = await findItem(admin, "/api/admin/carts", cartList, (item: { owner: string }) => item.owner === id);
  expect(cart).toMatchObject({ user: { id, username: name }, totalItems: 2, totalValue: found.cart.totalValue });
  for (const text of [await reply.text(), JSON.stringify([session, cart])])
    for (const secret of [sid, hash]) expect(text).not.toContain(secret);
  await readProblem(await admin.get("/api/admin/users/999999999"), 404);
  await readProblem(await admin.get("/api/admin/users/x"), 404);
  expect((await readProblem(await admin.get("/api/admin/users?limit=0"), 422)).errors).toHaveProperty("limit");
  await close();
});

test("disabling, ending sessions and roles take effect with the next request, and are recorded", async () => {
  const { admin, shopper, name, id, url, close } = await openBoth();
  const change = async (data: object) => read(await admin.patch(url, { data }), 200, person);
  const signIn = () => signInByApi(shopper, name);
  expect(await change({ disabled: true })).toMatchObject({ disabled: true, sessions: [] });
  await readProblem(await shopper.get("/api/sessions"), 401);
  expect((await shopper.post("/api/auth/login", { data: { username: name, password: PASSWORD } })).status()).toBe(403);
  await change({ disabled: false });
  await signIn();
  expect((await admin.delete(`${url}/sessions`)).status()).toBe(204);
  await readProblem(await shopper.get("/api/sessions"), 401);
  await signIn();
  const [session] = (await read(await admin.get(url), 200, person)).sessions;
  expect((await admin.delete(`/api/admin/sessions/${session?.id}`)).status()).toBe(204);
  await readProblem(await shopper.get("/api/sessions"), 401);
  await readProblem(await admin.delete(`/api/admin/sessions/${session?.id}`), 404);

  await change({ role: "admin" });
  await signIn();
  expect((await shopper.get("/api/admin/metrics")).status()).toBe(200);
  const own = await read(await shopper.get(`/api/admin/users?q=%23${id}`), 200, userList);
  expect(own.items).toMatchObject([{ role: "admin" }]);
  for (const data of [{ role: "shopper" }, { disabled: true }])
    await readProblem(await shopper.patch(url, { data }), 409);
  await change({ role: "shopper" });
  expect([401, 403]).toContain((await shopper.get("/api/admin/metrics")).status());

  for (const data of [{}, { role: "owner" }, { disabled: "yes" }])
    await readProblem(await admin.patch(url, { data }), 422);
  await readProblem(await admin.patch("/api/admin/users/999999999", { data: { disabled: true } }), 404);
  await readProblem(await admin.delete("/api/admin/users/999999999/sessions"), 404);
  const { items } = await read(await admin.get(`/api/admin/audit?on=user:${id}&limit=200`), 200, auditList);
  const acts = items
    .filter(({ who }) => who !== id && who !== "")
    .map(({ what, before, after }) => `${what} ${before} ${after}`);
  expect(acts).toEqual([
    "role-changed admin shopper",
    "role-changed shopper admin",
    `sessions-revoked ${session?.id} 1`,
    "sessions-revoked  1",
    "account-enabled disabled enabled",
    "account-disabled enabled disabled",
  ]);
  await close();
});
