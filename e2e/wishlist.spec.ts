import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { expect, newName, register, registerByApi, signIn, test } from "#e2e/support/test.ts";

const rows = (page: Page) => page.getByRole("main").getByRole("button", { name: /^Remove / });

/** The name of a SKU. */
async function nameOf(page: Page, sku: string): Promise<string> {
  return (await (await page.request.get(`/api/skus/${sku}`)).json()).name;
}

test("a guest saves from a product and from the cart, registers, and moves one back", async ({ page }) => {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const [airpods, mouse] = [await nameOf(page, "sku123"), await nameOf(page, "mouse-456")];
  await page.goto("/products/sku123");
  await page.getByRole("button", { name: "Save for later" }).click();
  await expect(page.getByRole("button", { name: "Saved for later" })).toBeFocused();
  await page.getByRole("status").getByRole("link", { name: "View wishlist" }).click();
  await expect(page.getByRole("link", { name: airpods, exact: true })).toBeVisible();

  await page.goto("/products/mouse-456");
  await page.getByRole("button", { name: "Add to cart", exact: true }).click();
  await expect(page.getByRole("link", { name: "Cart, 1 item" })).toBeVisible();
  await page.goto("/cart");
  await page.getByRole("button", { name: `Save for later: ${mouse}` }).click();
  await expect(page.getByText("Your cart is empty")).toBeVisible();
  await page.getByRole("status").getByRole("link", { name: "View wishlist" }).click();
  await expect(rows(page)).toHaveCount(2);

  await register(page, newName());
  await page.getByRole("link", { name: "Your wishlist" }).click();
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("button", { name: `Move to cart: ${mouse}` }).click();
  await expect(page.getByRole("link", { name: "Cart, 1 item" })).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await page.reload();
  await expect(page.getByRole("button", { name: `Remove ${airpods}` })).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("button", { name: `Remove ${airpods}` }).click();
  await expect(page.getByText("Nothing saved for later.")).toBeVisible();
  expect(errors).toEqual([]);
});

test("what a guest saves in another browser is added to the wishlist at the next sign-in", async ({
  page,
  browser,
  baseURL,
}) => {
  const name = newName();
  await page.request.put("/api/wishlist/sku123");
  await register(page, name);
  const elsewhere = await browser.newContext({ ...(baseURL ? { baseURL } : {}) });
  const other = await elsewhere.newPage();
  await other.goto("/products/mouse-456");
  await other.getByRole("button", { name: "Save for later" }).click();
  await other.getByRole("status").getByRole("link", { name: "View wishlist" }).click();
  await expect(rows(other)).toHaveCount(1);
  await signIn(other, name);
  await other.goto("/wishlist");
  await expect(rows(other)).toHaveCount(2);
  await page.goto("/wishlist");
  await expect(rows(page)).toHaveCount(2);
  await elsewhere.close();
});

test("what a new visitor saves before the first page view is answered is not lost", async ({ page }) => {
  // The reply brings the cookie of the session. A request beside it would start, and fill, another one.
  await page.route("**/api/visits", async (route) => {
    const response = await route.fetch();
    await sleep(1500);
    await route.fulfill({ response });
  });
  const visited = page.waitForResponse("**/api/visits");
  await page.goto("/products/mouse-456");
  await page.getByRole("button", { name: "Save for later" }).click();
  await visited;
  await expect(page.getByRole("status").getByRole("link", { name: "View wishlist" })).toBeVisible();
  await page.goto("/wishlist");
  await expect(rows(page)).toHaveCount(1);
});

test("what a new visitor saves before the page view is even sent waits for it", async ({ page }) => {
  // A busy machine: what the page leaves for later comes much later than the first click.
  await page.addInitScript(() => {
    const { setTimeout } = window;
    window.setTimeout = Object.assign(
      (handler: TimerHandler, delay = 1000, ...rest: unknown[]) => setTimeout(handler, delay, ...rest),
      setTimeout,
    );
  });
  const sent: string[] = [];
  page.on("request", (request) => request.url().includes("/api/") && sent.push(new URL(request.url()).pathname));
  await page.goto("/products/mouse-456");
  await page.getByRole("button", { name: "Save for later" }).click();
  await expect(page.getByRole("status").getByRole("link", { name: "View wishlist" })).toBeVisible();
  expect(sent).toEqual(["/api/visits", "/api/wishlist/mouse-456"]);
});

test("going back to the wishlist shows what has been saved since", async ({ page }) => {
  const mouse = await nameOf(page, "mouse-456");
  await page.request.put("/api/wishlist/sku123");
  await page.request.post("/api/cart/items", { data: { sku: "mouse-456", quantity: 2 } });
  await page.goto("/wishlist");
  await page.getByRole("link", { name: /^Cart/ }).first().click();
  await page.getByRole("button", { name: `Save for later: ${mouse}` }).click();
  await expect(page.getByText("Your cart is empty")).toBeVisible();
  await page.waitForLoadState("networkidle");
  await page.goBack();
  await expect(rows(page)).toHaveCount(2);
});

test("a full cart keeps what is moved there in the wishlist, and says why", async ({ page, redis }) => {
  const airpods = await nameOf(page, "sku123");
  await registerByApi(page.request, newName());
  const { user } = await (await page.request.get("/api/session")).json();
  const lines = Array.from({ length: 100 }, (_, i) => [`no-such-${i}`, "1"]);
  await redis("HSET", `cart:${user.id}`, ...lines.flat());
  await page.request.put("/api/wishlist/sku123");
  await page.goto("/wishlist");
  await page.getByRole("button", { name: `Move to cart: ${airpods}` }).click();
  await expect(page.getByRole("alert").filter({ hasText: "A cart holds at most 100" })).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
});
