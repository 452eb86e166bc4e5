import { expect, test } from "./support/test.ts";

const GUEST = {
  ...{ "E-mail": "g3@example.org", Name: "Ann Other", "Street and number": "1 Road" },
  ...{ City: "Town", Postcode: "1000", Country: "Netherlands" },
};

test("an order whose reply is lost: the page asks again by itself, and the shopper sees the one order", async ({
  page,
}) => {
  await page.request.post("/api/cart/items", { data: { sku: "mouse-456", quantity: 1 } });
  await page.goto("/checkout");
  for (const [label, value] of Object.entries(GUEST)) await page.getByLabel(label, { exact: true }).fill(value);
  let attempts = 0;
  await page.route("**/checkout", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    attempts++;
    // The first reply is lost after the order was placed; the second request finds no connection.
    if (attempts === 1) await route.fetch({ maxRedirects: 0 });
    return attempts <= 2 ? route.abort() : route.fallback();
  });
  await page.getByRole("button", { name: "Place order" }).last().click();
  const notice = page.locator(":focus", { hasText: "The store has not answered whether your order was placed." });
  await expect(notice).toBeVisible();
  await expect(page.getByLabel("Street and number")).toHaveValue("1 Road");
  await page.waitForURL("**/orders/*");
  expect(attempts).toBe(3);
  const { items } = await (await page.request.get("/api/orders")).json();
  expect(items).toHaveLength(1);
  expect(page.url()).toContain(items[0].id);
});

test("a form that can't be sent says so, and keeps what was typed", async ({ page }) => {
  await page.goto("/register");
  await page.getByLabel("Username").fill("someone");
  await page.getByLabel("E-mail").fill("someone@example.org");
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
  await page.route("**/register", (route) => (route.request().method() === "POST" ? route.abort() : route.fallback()));
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "could not be reached" })).toBeVisible();
  await expect(page.getByLabel("Username")).toHaveValue("someone");
  await expect(page.getByLabel("E-mail")).toHaveValue("someone@example.org");
});
