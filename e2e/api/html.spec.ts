import { type APIRequestContext, type APIResponse, request } from "@playwright/test";
import { z } from "zod";
import { listPages } from "#e2e/support/entry-points.ts";
import { validateHtml } from "#e2e/support/html-rules.ts";
import { expect, newName, registerByApi, signInAsAdmin, test } from "#e2e/support/test.ts";
import { makeErrorPage } from "#lib/front/error-page.ts";

/** Every page as it is sent, without a browser: signed out and in, empty and filled, and after a form was refused. */

const wrong: string[] = [];
const seen = new Set<string>();

async function check(what: string, reply: APIResponse): Promise<string> {
  const html = await reply.text();
  const isRedirect = reply.status() >= 300 && reply.status() < 400;
  if (isRedirect || !reply.headers()["content-type"]?.startsWith("text/html")) return html;
  seen.add(what);
  for (const message of validateHtml(html)) wrong.push(`${what} (${reply.status()}): ${message}`);
  // Next.js leaves these to a script.
  expect(html, what).not.toContain("__next_error__");
  expect(html, what).toMatch(/<h1[ >]/);
  return html;
}

async function checkPages(who: string, context: APIRequestContext, paths: Iterable<string>): Promise<void> {
  for (const path of paths) await check(`${who}: ${path}`, await context.get(path, { maxRedirects: 0 }));
}

/** Sends the form of a page that has a certain field, as a browser without JavaScript does. */
async function send(who: string, context: APIRequestContext, path: string, fields: Record<string, string>) {
  const page = await (await context.get(path)).text();
  const [first = ""] = Object.keys(fields);
  const form = page.match(/<form\b.*?<\/form>/gs)?.find((text) => text.includes(` name="${first}"`)) ?? "";
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g)];
  const data = new FormData();
  const entities: Record<string, string> = { "&quot;": '"', "&amp;": "&", "&#x27;": "'" };
  for (const [, name = "", value = ""] of hidden)
    data.set(
      name,
      value.replace(/&(quot|amp|#x27);/g, (entity) => entities[entity] ?? entity),
    );
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  const reply = await context.post(path, { multipart: data, maxRedirects: 0 });
  const html = await check(`${who}: ${path} with ${JSON.stringify(fields)}`, reply);
  expect(html, `${who}: ${path} was refused`).toMatch(/aria-invalid="true"|role="alert"/);
}

const ADDRESS = { name: "A", address: "B", city: "C", postcode: "1", country: "DE" };

async function placeOrder(context: APIRequestContext): Promise<string> {
  await context.post("/api/cart/items", { data: { sku: "sku123", quantity: 1 } });
  const { totalValue: total } = await (await context.get("/api/cart")).json();
  const headers = { "idempotency-key": newName() };
  const reply = await context.post("/api/checkout", { headers, data: { ...ADDRESS, total, email: "a@example.com" } });
  return z.object({ order: z.object({ id: z.string() }) }).parse(await reply.json()).order.id;
}

async function fill(context: APIRequestContext): Promise<void> {
  for (const sku of ["sku123", "laptop-123"]) {
    await context.post("/api/visits", { data: { page: `/products/${sku}`, sku } });
    await context.post("/api/cart/items", { data: { sku, quantity: 2 } });
    await context.put(`/api/wishlist/${sku}`);
  }
}

/** Runs that have ended. @returns their ids */
async function doRuns(admin: APIRequestContext): Promise<string[]> {
  const ids: string[] = [];
  for (const kind of ["browse", "pipeline"]) {
    await expect(async () => {
      const started = await admin.post("/api/admin/runs", { data: { kind } });
      expect(started.status()).toBe(202);
      ids.push(z.object({ id: z.string() }).parse(await started.json()).id);
    }).toPass();
    await expect(async () => {
      expect((await (await admin.get(`/api/admin/runs/${ids.at(-1)}`)).json()).state).toBe("done");
    }).toPass();
  }
  return ids;
}

const CATALOGUE = ["/", "/products/sku123", "/categories/audio", "/categories/audio/price-asc"];
const SEARCHES = ["/search?q=mouse", "/search?q=zzzzzz", "/search?q=gift+mouse+under+50&minPrice=cheap&brand=x"];
const MISSING = [
  "/nowhere",
  "/products/none",
  "/categories/none",
  "/orders/none",
  "/admin/nowhere",
  "/admin/skus/none",
];

test("every page is valid HTML, whoever asks and whatever is in it", async ({ ownStore }) => {
  const open = () => request.newContext({ baseURL: ownStore.url });
  const pages = listPages("app");
  const admin = await open();
  await signInAsAdmin(admin);

  const guest = await open();
  await checkPages("guest", guest, [
    ...pages,
    ...CATALOGUE,
    ...SEARCHES,
    ...MISSING,
    "/products/100%",
    "/login?again=1",
  ]);
  await fill(guest);
  await checkPages("guest who has chosen", guest, ["/cart", "/checkout", "/checkout?code=NONE", "/wishlist"]);
  await send("guest", guest, "/checkout", { email: "x", name: "", discount: "NONE" });
  await send("guest", guest, "/login", { username: "nobody", password: "wrong" });
  await send("guest", guest, "/register", { username: "x", email: "x", password: "x" });
  const ofGuest = await placeOrder(guest);
  await checkPages("guest who has ordered", guest, ["/orders", `/orders/${ofGuest}`]);

  const user = await open();
  await registerByApi(user, newName());
  await checkPages("new user", user, [...pages, "/login?again=1", "/account/second-factor?setup=1"]);
  await fill(user);
  const ofUser = await placeOrder(user);
  await fill(user);
  // One that can't be had any more.
  const gone = { id: "gone", name: "Gone", price: "1.00", stock: 1, category: "audio" };
  await admin.post("/api/skus", { data: gone });
  await user.post("/api/cart/items", { data: { sku: "gone", quantity: 1 } });
  await user.put("/api/wishlist/gone");
  await admin.delete("/api/skus/gone");
  await checkPages("user", user, [...pages, `/orders/${ofUser}`]);
  await send("user", user, "/account", { current: "wrong", password: "x" });

  await checkPages("administrator at first", admin, pages);
  const runs = await doRuns(admin);
  const sent = { code: "PLANTED", kind: "percent", value: "x" };
  await send("administrator", admin, "/admin/discounts", sent);
  await send("administrator", admin, "/admin/skus/new", { id: "!", name: "" });
  await send("administrator", admin, "/admin/skus/sku123", { name: "", price: "x" });
  await checkPages("administrator", admin, [
    ...pages,
    ...MISSING,
    ...runs.map((id) => `/admin/lab/${id}`),
    `/admin/lab/compare?run=${runs.join("&run=")}`,
    `/admin/orders/${ofUser}`,
    "/admin/orders?status=shipped",
    "/admin/skus?q=mouse",
    "/admin/skus?q=zzzzzz",
    "/admin/search?q=couch",
    "/admin/audit?what=sign-in",
    "/admin/users/0",
  ]);
  for (const status of [400, 413, 500, 503] as const)
    wrong.push(...validateHtml(makeErrorPage(status)).map((message) => `error page ${status}: ${message}`));

  expect(wrong.join("\n")).toBe("");
  expect(seen.size).toBeGreaterThan(100);
});

test("missing and forbidden pages say so in words, with a way out, to who has no JavaScript", async ({ request }) => {
  const name = newName();
  await registerByApi(request, name);
  const store = ["Page not found · Fake Web Retailer", "Page not found.", 'href="/"'] as const;
  const cases: [string, number, readonly [string, string, string]][] = [
    ...["/nowhere", "/products/none", "/products/%20", "/categories/none", "/categories/audio/none"].map(
      (path): (typeof cases)[number] => [path, 404, store],
    ),
    ["/orders/none", 404, store],
    ["/admin/nowhere", 404, ["Not found · Fake Web Retailer", "Not found.", 'href="/admin"']],
    ["/admin/skus/none", 403, ["Administrators only · Fake Web Retailer", "Administrators only", 'href="/"']],
  ];
  // The second time they could come from a cache.
  for (const [path, status, [title, heading, link]] of [...cases, ...cases]) {
    const reply = await request.get(path);
    const html = await reply.text();
    const body = /<body.*<\/body>/s.exec(html)?.[0].replace(/<script.*?<\/script>/gs, "");
    expect([reply.status(), /<title>(.*?)<\/title>/.exec(html)?.[1]], path).toEqual([status, title]);
    expect(/<h1[^>]*>(.*?)<\/h1>/.exec(body ?? "")?.[1], path).toBe(heading);
    expect(body, path).toContain(link);
    expect(html, path).toMatch(/<meta name="robots" content="noindex/);
    expect(reply.headers()["cache-control"], path).toContain("no-store");
  }
  await signInAsAdmin(request);
  const missing = await request.get("/admin/skus/none");
  expect([missing.status(), await missing.text()]).toEqual([404, expect.stringContaining("Back to the overview</a>")]);
});
