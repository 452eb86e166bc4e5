import { readFile } from "node:fs/promises";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { expect, newName, registerByApi, signInAsAdmin, test } from "#e2e/support/test.ts";
import { makeErrorPage } from "#lib/front/error-page.ts";
import { photo } from "#test/make-pictures.ts";

async function uploadTable(page: Page): Promise<string> {
  await signInAsAdmin(page.request);
  const buffer = await readFile("lib/sku/import/formats/fixtures/woocommerce.csv");
  const multipart = { file: { name: "products.csv", mimeType: "text/csv", buffer } };
  const headers = { accept: "application/json" };
  const reply = await page.request.post("/api/admin/imports", { headers, multipart });
  return z.object({ url: z.string() }).parse(await reply.json()).url;
}

async function fillCart(page: Page): Promise<void> {
  for (const sku of ["sku123", "laptop-123"]) {
    await page.request.post("/api/cart/items", { data: { sku, quantity: 2 } });
  }
}

async function fillWishlist(page: Page): Promise<void> {
  for (const sku of ["sku123", "laptop-123"]) await page.request.put(`/api/wishlist/${sku}`);
}

/** @returns the path of the order */
async function placeOrder(page: Page): Promise<string> {
  await fillCart(page);
  const { totalValue: total } = await (await page.request.get("/api/cart")).json();
  const address = { name: "Parker Perry", address: "1 Street", city: "Berlin", postcode: "10115", country: "Germany" };
  const headers = { "idempotency-key": newName() };
  const data = { ...address, total, email: "parker@example.com" };
  const reply = await page.request.post("/api/checkout", { headers, data });
  expect(reply.status()).toBe(201);
  return `/orders/${z.object({ order: z.object({ id: z.string() }) }).parse(await reply.json()).order.id}`;
}

const enterAsAdmin = (page: Page) => signInAsAdmin(page.request);

/** Makes a person with something in the cart, on the list and bought. @returns the path of their page */
async function enterAsPerson(page: Page): Promise<string> {
  const name = newName();
  await registerByApi(page.request, name);
  await placeOrder(page);
  await fillWishlist(page);
  await fillCart(page);
  await signInAsAdmin(page.request);
  const reply = await page.request.get(`/api/admin/users?q=${name}`);
  const { items } = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(await reply.json());
  return `/admin/users/${items[0]?.id}`;
}

/** @returns the path of the order in the admin pages */
async function placeOrderAsAdmin(page: Page): Promise<string> {
  await signInAsAdmin(page.request);
  return `/admin${await placeOrder(page)}`;
}

/** Creates a discount code. @returns the path of the code in the admin pages */
async function makeCode(page: Page): Promise<string> {
  const code = newName().slice(-20).toUpperCase();
  await signInAsAdmin(page.request);
  await page.goto("/admin/discounts");
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.getByLabel("Value", { exact: true }).fill("10");
  await page.getByRole("button", { name: "Create code" }).click();
  await expect(page.getByRole("button", { name: "Stop the code" })).toBeVisible();
  return `/admin/discounts/${code}`;
}

async function uploadPicture(page: Page): Promise<void> {
  await signInAsAdmin(page.request);
  const data = await photo(400, 300, 7).png().toBuffer();
  expect((await page.request.post("/api/admin/pictures?name=unused.png", { data })).ok()).toBe(true);
}

/** @returns the path of a comparison of two runs */
async function doTwoRuns(page: Page): Promise<string> {
  await signInAsAdmin(page.request);
  const ids: string[] = [];
  while (ids.length < 2) {
    // Another test's run may be active.
    const started = await page.request.post("/api/admin/runs", { data: { kind: "browse", views: 5 } });
    if (started.status() === 202) ids.push(z.object({ id: z.string() }).parse(await started.json()).id);
    await page.waitForTimeout(300);
  }
  return `/admin/lab/compare?run=${ids.join("&run=")}`;
}

/** @returns the path of a run that has ended */
async function doRun(page: Page): Promise<string> {
  const path = (await doTwoRuns(page)).replace(/compare\?run=(\w+).*/, "$1");
  const state = z.object({ state: z.string() });
  await expect(async () => {
    const reply = await page.request.get(path.replace("/admin/lab", "/api/admin/runs"));
    expect(state.parse(await reply.json()).state).toBe("done");
  }).toPass();
  return path;
}

async function beginSecondFactor(page: Page): Promise<void> {
  await registerByApi(page.request, newName());
  await page.goto("/account/second-factor");
  await page.getByRole("button", { name: "Set up an app" }).click();
  await expect(page.getByRole("img", { name: "QR code" })).toBeVisible();
}

/** Name, path and preparation of each page. Where the path is null, the preparation returns it. */
const PAGES: [string, string | null, ((page: Page) => Promise<unknown>)?][] = [
  ["front page", "/"],
  ["category", "/categories/audio"],
  ["category by price", "/categories/audio/price-asc"],
  ["product", "/products/sku123"],
  ["search with results", "/search?q=mouse"],
  ["search without results", "/search?q=xyzzyqq"],
  ["search that was understood in part", "/search?q=gift+mouse+under+50&minPrice=cheap"],
  ["search without words", "/search"],
  ["empty cart", "/cart"],
  ["cart", "/cart", fillCart],
  ["empty wishlist", "/wishlist"],
  ["commands", "/commands"],
  ["wishlist", "/wishlist", fillWishlist],
  ["register", "/register"],
  ["sign in", "/login"],
  ["account", "/account", (page) => registerByApi(page.request, newName())],
  ["second factor", "/account/second-factor", (page) => registerByApi(page.request, newName())],
  ["second factor being set up", "/account/second-factor?setup=1", beginSecondFactor],
  ["sign in again", "/login?again=1", (page) => registerByApi(page.request, newName())],
  ["checkout", "/checkout", fillCart],
  ["orders", "/orders", placeOrder],
  ["order", null, placeOrder],
  ["overview", "/admin", enterAsAdmin],
  ["laboratory", "/admin/lab", enterAsAdmin],
  ["cost", "/admin/lab/cost", enterAsAdmin],
  ["migration", "/admin/migration", enterAsAdmin],
  ["run", null, doRun],
  ["two runs", null, doTwoRuns],
  ["admin catalogue", "/admin/skus", enterAsAdmin],
  ["admin SKU", "/admin/skus/sku123", enterAsAdmin],
  ["new SKU", "/admin/skus/new", enterAsAdmin],
  ["uploaded pictures", "/admin/skus/pictures", uploadPicture],
  ["admin import", "/admin/skus/import", enterAsAdmin],
  ["columns of an import", null, uploadTable],
  ["admin orders", "/admin/orders", enterAsAdmin],
  ["admin order", null, placeOrderAsAdmin],
  ["admin discounts", "/admin/discounts", makeCode],
  ["admin discount", null, makeCode],
  ["admin search", "/admin/search?q=couch", enterAsAdmin],
  ["find", "/admin/find?q=sku123", enterAsAdmin],
  ["audit", "/admin/audit", enterAsAdmin],
  ["people", "/admin/users?q=shopper", enterAsAdmin],
  ["new account", "/admin/users/new", enterAsAdmin],
  ["person", null, enterAsPerson],
  ["sessions", "/admin/sessions", enterAsAdmin],
  ["carts", "/admin/carts", enterAsPerson],
  ["Redis", "/admin/redis", enterAsAdmin],
  ["keys", "/admin/keys?key=sku:sku123&edit=name", enterAsAdmin],
  ["keys as a tree, and a text", "/admin/keys?view=tree&key=format&as=hex", enterAsAdmin],
  ["command line", "/admin/keys/command-line", enterAsAdmin],
  ["Redis Insight", "/admin/keys/redis-insight", enterAsAdmin],
  ["key families", "/admin/keys/data-model", enterAsAdmin],
  ["not allowed", "/admin"],
  ["not found", "/no-such-page"],
  ["product that is not there", "/products/no-such-product"],
];

/** Light on a desktop and dark on a phone; the colours do not depend on the size. */
const LOOKS = [
  { colorScheme: "light", width: 1440, height: 900 },
  { colorScheme: "dark", width: 390, height: 844 },
] as const;

async function check(page: Page): Promise<void> {
  for (const { colorScheme, ...size } of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await checkLook(page, `${colorScheme}, ${size.width} px`);
  }
}

async function checkLook(page: Page, look: string): Promise<void> {
  // While colours are in transition between the schemes, their contrast is that of neither.
  await page.evaluate(async () => {
    const finite = document
      .getAnimations()
      .filter((animation) => animation.effect?.getTiming().iterations !== Infinity);
    await Promise.all(finite.map((animation) => animation.finished.catch(() => {})));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
  // The pages have no frames, so legacy mode, which does not look into frames, finds the same in half the time.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join("\n   ")}`,
  );
  expect(found, look).toEqual([]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(width, `${look}: the page scrolls sideways`).toBeLessThanOrEqual(0);
}

for (const [name, path, prepare] of PAGES) {
  test(`axe finds nothing: ${name}`, async ({ page }) => {
    const known = await prepare?.(page);
    const reply = await page.goto(path ?? String(known));
    if (!path) expect(reply?.status()).toBe(200);
    await page.waitForLoadState("load");
    await check(page);
  });
}

test("axe finds nothing: sign in with an error", async ({ page }) => {
  await page.goto("/login");
  await page.getByLabel("Username").fill("nobody-at-all");
  await page.getByLabel("Password").fill("not the right one");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
  await check(page);
});

for (const status of [500, 503] as const) {
  test(`axe finds nothing: the page of status ${status}`, async ({ page }) => {
    await page.setContent(makeErrorPage(status));
    await check(page);
  });
}
