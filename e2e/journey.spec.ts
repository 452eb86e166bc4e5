import { addFirstProduct, registerWithCart } from "#e2e/support/cart-steps.ts";
import { expect, newName, quantityOf, register, signIn, test } from "#e2e/support/test.ts";

test("a guest browses, fills a cart, registers, signs out, and finds the cart again elsewhere", async ({
  page,
  browser,
  baseURL,
}) => {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const first = await addFirstProduct(page);
  await expect(page.getByRole("link", { name: "Cart, 1 item" })).toBeVisible();

  await page.goto("/products/sku123");
  await page.getByRole("button", { name: "Increase quantity" }).click();
  await page.getByRole("button", { name: "Add to cart", exact: true }).click();
  await expect(page.getByRole("link", { name: "Cart, 3 items" })).toBeVisible();

  await page.getByRole("link", { name: "Cart, 3 items" }).click();
  await expect(page.getByRole("heading", { name: "Your cart" })).toBeVisible();
  const airpods = page.getByRole("spinbutton", { name: /^Quantity of .*AirPods/ });
  await expect(airpods).toHaveValue("2");
  await page.getByRole("button", { name: /^Increase quantity of .*AirPods/ }).click();
  await expect(page.getByRole("link", { name: "Cart, 4 items" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await page.reload();
  await expect(airpods).toHaveValue("3");
  await page.getByRole("button", { name: `Remove ${first}` }).click();
  await expect(quantityOf(page, first)).toHaveCount(0);
  await expect(page.getByLabel("Receipt")).toContainText("$599.97");

  const name = await registerWithCart(page, airpods, "3");

  const elsewhere = await browser.newContext({ ...(baseURL ? { baseURL } : {}) });
  const other = await elsewhere.newPage();
  await signIn(other, name);
  await other.goto("/cart");
  await expect(other.getByRole("spinbutton", { name: /AirPods/ })).toHaveValue("3");
  await elsewhere.close();
  expect(errors).toEqual([]);
});

test("what a guest adds in another browser is added to the cart at the next sign-in, once", async ({
  page,
  browser,
  baseURL,
}) => {
  const name = newName();
  await page.goto("/products/sku123");
  await page.getByRole("button", { name: "Add to cart", exact: true }).click();
  await expect(page.getByRole("link", { name: "Cart, 1 item" })).toBeVisible();
  await register(page, name);

  const elsewhere = await browser.newContext({ ...(baseURL ? { baseURL } : {}) });
  const other = await elsewhere.newPage();
  await other.goto("/products/sku123");
  await other.getByRole("button", { name: "Add to cart", exact: true }).click();
  await expect(other.getByRole("link", { name: "Cart, 1 item" })).toBeVisible();
  await signIn(other, name);
  await expect(other.getByRole("link", { name: "Cart, 2 items" })).toBeVisible();
  await page.goto("/cart");
  await expect(page.getByRole("spinbutton", { name: /AirPods/ })).toHaveValue("2");
  await elsewhere.close();
});

test("fifty quick clicks on + end at the right number with a handful of requests", async ({ page, redis, context }) => {
  await page.goto("/products/sku123");
  await page.getByRole("button", { name: "Add to cart", exact: true }).click();
  await expect(page.getByRole("link", { name: "Cart, 1 item" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  await page.goto("/cart");
  await page.waitForLoadState("networkidle");
  const requests: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") requests.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  const plus = page.getByRole("button", { name: /^Increase quantity of .*AirPods/ });
  // On a busy machine the clicks are not quick: each pause, and each two seconds, allows for another request.
  const slowness = await plus.evaluate(async (button: HTMLElement) => {
    const started = performance.now();
    let pauses = 0;
    for (let i = 0; i < 50; i++) {
      const clicked = performance.now();
      button.click();
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (performance.now() - clicked > 300) pauses++;
    }
    return pauses + Math.floor((performance.now() - started) / 2000);
  });
  await expect(page.getByRole("spinbutton", { name: /AirPods/ })).toHaveValue("51");
  await expect
    .poll(async () => {
      const cart = await context.request.get("/api/cart");
      return (await cart.json()).totalItems;
    })
    .toBe(51);
  expect(requests.length, requests.join("\n")).toBeLessThanOrEqual(8 + slowness);
  await page.reload();
  await expect(page.getByRole("spinbutton", { name: /AirPods/ })).toHaveValue("51");
  expect(await redis("PING")).toBe("PONG");
});

test("the layout does not shift when the personal data arrives", async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
        if (!hadRecentInput) Object.assign(window, { shift: (window as unknown as { shift: number }).shift + value });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  for (const path of ["/", "/products/sku123"]) {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    expect(await page.evaluate(() => (window as unknown as { shift: number }).shift), path).toBeLessThan(0.1);
  }
});

test("the links of a page for what is missing lead on, and back", async ({ page }) => {
  for (const path of ["/nowhere", "/products/none", "/orders/none"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Page not found." })).toBeVisible();
    await page.getByRole("link", { name: "Go to the home page" }).click();
    await expect(page.getByRole("heading", { name: "Everything must stay." })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("heading", { name: "Page not found." })).toBeVisible();
    await page
      .getByRole("navigation", { name: "Departments", exact: true })
      .getByRole("link", { name: "Audio" })
      .click();
    await expect(page.getByRole("heading", { name: "Audio", exact: true })).toBeVisible();
  }
});
