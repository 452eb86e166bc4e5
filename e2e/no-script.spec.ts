import { addFirstProduct, registerWithCart } from "#e2e/support/cart-steps.ts";
import { expect, newName, quantityOf, register, signIn, signInAsAdmin, test } from "#e2e/support/test.ts";

test("B8: the whole journey works without JavaScript, and wrong quantities are refused", async ({
  page,
  browser,
  baseURL,
}) => {
  const first = await addFirstProduct(page);
  await expect(quantityOf(page, first)).toHaveValue("1");

  await page.goto("/products/sku123");
  const quantity = page.getByRole("spinbutton", { name: "Quantity" });
  const refused = {
    "1e21": "The quantity must be a whole number, in plain digits.",
    "1e1": "The quantity must be a whole number, in plain digits.",
    "1.5": "The quantity must be a whole number, in plain digits.",
    "-3": "The quantity must be at least 1.",
    "100": "Limit 99 per item.",
  };
  for (const [typed, why] of Object.entries(refused)) {
    await quantity.evaluate((field) => field.closest("form")?.setAttribute("novalidate", ""));
    await quantity.fill(typed);
    await page.getByRole("button", { name: "Add to cart", exact: true }).click();
    await expect(page.getByText(why), typed).toBeVisible();
  }
  await quantity.fill("2");
  await page.getByRole("button", { name: "Add to cart", exact: true }).click();
  const airpods = page.getByRole("spinbutton", { name: /^Quantity of .*AirPods/ });
  await expect(airpods).toHaveValue("2");
  await page.getByRole("button", { name: /^Increase quantity of .*AirPods/ }).click();
  await expect(airpods).toHaveValue("3");
  await airpods.fill("5");
  await airpods.press("Enter");
  await expect(airpods).toHaveValue("5");
  await page.getByRole("button", { name: `Remove ${first}` }).click();
  await expect(quantityOf(page, first)).toHaveCount(0);
  await expect(page.getByLabel("Receipt")).toContainText("$999.95");

  const name = await registerWithCart(page, airpods, "5");

  const elsewhere = await browser.newContext({ javaScriptEnabled: false, ...(baseURL ? { baseURL } : {}) });
  const other = await elsewhere.newPage();
  await signIn(other, name);
  await other.goto("/cart");
  await expect(other.getByRole("spinbutton", { name: /AirPods/ })).toHaveValue("5");
  await other.getByRole("button", { name: "Empty the cart" }).click();
  await expect(other.getByText("Your cart is empty")).toBeVisible();
  await elsewhere.close();
});

test("the wishlist works without JavaScript", async ({ page }) => {
  const remove = page.getByRole("button", { name: /^Remove / });
  await page.goto("/products/sku123");
  await page.getByRole("button", { name: "Save for later" }).click();
  await expect(page).toHaveURL(/\/wishlist$/);
  await expect(remove).toHaveCount(1);

  await page.goto("/products/mouse-456");
  await page.getByRole("button", { name: "Add to cart", exact: true }).click();
  await page.getByRole("button", { name: /^Save for later: / }).click();
  await expect(page.getByText("It is in your wishlist")).toBeVisible();
  await expect(page.getByText("Your cart is empty")).toBeVisible();

  await register(page, newName());
  await page.getByRole("link", { name: "Your wishlist" }).click();
  await expect(remove).toHaveCount(2);
  await page.getByRole("button", { name: /^Move to cart: .*AirPods/ }).click();
  await expect(page.getByRole("spinbutton", { name: /AirPods/ })).toHaveValue("1");
  await page.goto("/wishlist");
  await expect(remove).toHaveCount(1);
  await remove.click();
  await expect(page.getByText("Nothing saved for later.")).toBeVisible();
});

test("the Redis commands of one's own requests are on a page", async ({ page }) => {
  // An entry is written a moment after its page was answered.
  const findRequest = async (title: string) => {
    const request = page.locator("details", { hasText: title }).first();
    await expect(async () => {
      await page.goto("/commands");
      await expect(request).toBeVisible({ timeout: 1000 });
    }).toPass();
    return request;
  };
  await page.goto("/cart");
  await page.getByRole("link", { name: "See the Redis commands behind this page" }).click();
  await page.getByRole("button", { name: "Note my requests" }).click();
  await expect(page.getByRole("button", { name: "Stop, and delete these" })).toBeVisible();
  await page.goto("/cart");
  await expect(await findRequest("GET /cart")).toContainText(/commands? in|No commands/);
  await page.goto("/products/sku123");
  await page.getByRole("button", { name: "Add to cart", exact: true }).click();
  await expect(page.getByRole("spinbutton", { name: /AirPods/ })).toHaveValue("1");
  const added = await findRequest("POST /products/[id]");
  if (!(await added.evaluate((details: HTMLDetailsElement) => details.open))) await added.locator("summary").click();
  await added.getByRole("link", { name: "Compare with one command at a time" }).click();
  await expect(page.getByText(/One command at a time, \d+ round trips?/)).toBeVisible();
  await page.getByRole("button", { name: "Stop, and delete these" }).click();
  await expect(page.getByRole("button", { name: "Note my requests" })).toBeVisible();
});

test("forms say what is wrong, keep what was typed, and never the password", async ({ page }) => {
  const name = newName();
  await register(page, name);
  await page.goto("/login");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password").fill("not the right one");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
  await expect(page.getByLabel("Username")).toHaveValue(name);
  await expect(page.getByLabel("Password")).toHaveValue("");
  expect(await page.content()).not.toContain("not the right one");
});

test("after ten wrong passwords the page of the sign-in form says so, with status 429 and when to come back", async ({
  page,
}) => {
  await page.goto("/login");
  const send = async () => {
    await page.getByLabel("Username").fill(`nobody-${name}`);
    await page.getByLabel("Password").fill("not the right one");
    const answered = page.waitForResponse((reply) => reply.request().method() === "POST");
    await page.getByRole("button", { name: "Sign in" }).click();
    return answered;
  };
  const name = newName();
  for (let tries = 0; tries < 10; tries++) expect((await send()).status()).toBe(401);
  const reply = await send();
  expect(reply.status()).toBe(429);
  expect(Number(reply.headers()["retry-after"])).toBeGreaterThan(0);
  await expect(page.getByRole("alert").filter({ hasText: "Try again in" })).toBeVisible();
});

test("search is a plain form", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("Search the store").first().fill("airpods");
  await page.getByLabel("Search the store").first().press("Enter");
  await expect(page).toHaveURL(/\/search\?q=airpods/);
  await expect(page.getByRole("article").first()).toContainText("AirPods");
});

test("pages that only show something set no cookie, and a visitor without JavaScript gets no session", async ({
  page,
  context,
}) => {
  for (const path of ["/", "/products/sku123", "/search?q=mouse", "/cart"]) await page.goto(path);
  expect(await context.cookies()).toEqual([]);
});

test("C5, C12: an import works without JavaScript, on a narrow screen", async ({ page, redis }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await signInAsAdmin(page.request);
  const id = newName();
  const header = "sku,attribute_set_code,product_type,categories,name,price,qty";
  await page.goto("/admin/skus/import");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Choose a file, or paste a table.")).toBeVisible();
  await page
    .getByLabel("or CSV text")
    .fill(`${header}\n${id},Default,simple,Default Category/Mugs,Mug,7.500000,2.0000`);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("This is an export of Magento")).toBeVisible();
  await page.getByLabel("Brand").selectOption("attribute_set_code");
  await page.getByLabel("Department without a category").fill("Not a slug!");
  await page.getByRole("button", { name: "Show the first rows again" }).click();
  await expect(page.getByText("must have only lower-case letters")).toBeVisible();
  await expect(page.getByLabel("Brand")).toHaveValue("attribute_set_code");
  await page.getByLabel("Department without a category").fill("cups");
  await page.getByRole("button", { name: "Check the table" }).click();
  const reach = (name: string) =>
    expect(async () => {
      await page.reload();
      await expect(page.getByRole("heading", { name })).toBeVisible({ timeout: 500 });
    }).toPass();
  await reach("What would change");
  await expect(async () => {
    await page.getByRole("button", { name: "Import 1 SKU" }).click();
    await expect(page.getByText("Another import is writing")).toBeHidden({ timeout: 500 });
  }).toPass();
  await reach("Imported");
  expect(await redis("HMGET", `sku:${id}`, "category", "brand", "stock", "price")).toEqual([
    ...["mugs", "Default", "2", "7.50"],
  ]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});
