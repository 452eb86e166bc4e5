import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { ADMIN_PASSWORD, expect, newName, register, test } from "#e2e/support/test.ts";
import { makeErrorPage } from "#lib/front/error-page.ts";

async function fillCart(page: Page): Promise<void> {
  for (const sku of ["sku123", "laptop-123"]) {
    await page.request.post("/api/cart/items", { data: { sku, quantity: 2 } });
  }
}

async function fillWishlist(page: Page): Promise<void> {
  for (const sku of ["sku123", "laptop-123"]) await page.request.put(`/api/wishlist/${sku}`);
}

/** @returns where the order is seen */
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

async function signInAsAdmin(page: Page): Promise<void> {
  const data = { username: "admin", password: ADMIN_PASSWORD };
  expect((await page.request.post("/api/auth/login", { data })).status()).toBe(200);
}

/** @returns where the order is seen behind the counter */
async function placeOrderAsAdmin(page: Page): Promise<string> {
  await signInAsAdmin(page);
  return `/admin${await placeOrder(page)}`;
}

/** The list is looked at with a code in it. @returns where the code is seen */
async function makeCode(page: Page): Promise<string> {
  const code = newName().slice(-20).toUpperCase();
  await signInAsAdmin(page);
  await page.goto("/admin/discounts");
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.getByLabel("Takes off").fill("10");
  await page.getByRole("button", { name: "Make the code" }).click();
  await expect(page.getByRole("button", { name: "Stop the code" })).toBeVisible();
  return `/admin/discounts/${code}`;
}

/** @returns the address of a page that compares two runs */
async function doTwoRuns(page: Page): Promise<string> {
  await signInAsAdmin(page);
  const ids: string[] = [];
  while (ids.length < 2) {
    // Another test's run may be active.
    const started = await page.request.post("/api/admin/runs", { data: { kind: "browse", views: 5 } });
    if (started.status() === 202) ids.push(z.object({ id: z.string() }).parse(await started.json()).id);
    await page.waitForTimeout(300);
  }
  return `/admin/lab/compare?run=${ids.join("&run=")}`;
}

/** A page has an address, or whoever prepares it knows it. */
const PAGES: [string, string | null, ((page: Page) => Promise<unknown>)?][] = [
  ["front page", "/"],
  ["category", "/categories/audio"],
  ["category by price", "/categories/audio/price-asc"],
  ["product", "/products/sku123"],
  ["search with results", "/search?q=mouse"],
  ["search without results", "/search?q=xyzzyqq"],
  ["search without words", "/search"],
  ["empty cart", "/cart"],
  ["cart", "/cart", fillCart],
  ["empty wishlist", "/wishlist"],
  ["wishlist", "/wishlist", fillWishlist],
  ["register", "/register"],
  ["sign in", "/login"],
  ["account", "/account", (page) => register(page, newName())],
  ["checkout", "/checkout", fillCart],
  ["orders", "/orders", placeOrder],
  ["order", null, placeOrder],
  ["overview", "/admin", signInAsAdmin],
  ["laboratory", "/admin/lab", signInAsAdmin],
  ["cost", "/admin/lab/cost", signInAsAdmin],
  ["two runs", null, doTwoRuns],
  ["admin catalogue", "/admin/skus", signInAsAdmin],
  ["admin SKU", "/admin/skus/sku123", signInAsAdmin],
  ["new SKU", "/admin/skus/new", signInAsAdmin],
  ["admin import", "/admin/skus/import", signInAsAdmin],
  ["admin orders", "/admin/orders", signInAsAdmin],
  ["admin order", null, placeOrderAsAdmin],
  ["admin discounts", "/admin/discounts", makeCode],
  ["admin discount", null, makeCode],
  ["not allowed", "/admin"],
  ["not found", "/no-such-page"],
  ["product that is not there", "/products/no-such-product"],
];

/** By day on the desktop, by night on the phone: the colours are the same on both. */
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
  // Colours that are still on their way from one scheme to the other have neither's contrast.
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter((animation) => animation.effect?.getTiming().iterations !== Infinity);
    await Promise.all(passing.map((animation) => animation.finished.catch(() => {})));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
  // There are no frames of others: without them a page is judged in its own window, in half the time.
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
