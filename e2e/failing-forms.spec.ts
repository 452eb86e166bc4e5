import { expect, fillInRegistration, newName, test } from "#e2e/support/test.ts";

/** A form that can't be sent says why in words, and keeps what was typed. */

test("F4, F5: too large, without a connection, from an earlier build: the form says so and keeps what was typed", async ({
  page,
  context,
}) => {
  const name = newName();
  const posts: string[] = [];
  page.on("request", (request) => request.method() === "POST" && posts.push(new URL(request.url()).pathname));
  await page.goto("/register");
  await fillInRegistration(page, name);
  const email = page.getByLabel("E-mail");
  const send = async () => {
    await page.getByLabel("Password", { exact: true }).fill("a sentence that is long enough");
    await page.getByRole("button", { name: "Create account" }).click();
  };
  const expectFailure = async (words: string) => {
    await expect(page.getByRole("alert").filter({ hasText: words })).toBeFocused();
    await expect(page.getByLabel("Username")).toHaveValue(name);
    await expect(page).toHaveURL(/\/register$/);
  };

  const long = `${"x".repeat(1_100_000)}@example.com`;
  // Typing it would take minutes.
  await email.evaluate((input, text) => Object.assign(input, { value: text }), long);
  await send();
  await expectFailure("A form may have at most 1 MB.");
  await expect(email).toHaveValue(long);
  expect(posts).not.toContain("/register");

  await email.fill(`${name}@example.com`);
  await context.setOffline(true);
  await send();
  await expectFailure("The store could not be reached.");
  await expect(email).toHaveValue(`${name}@example.com`);
  await context.setOffline(false);

  const isOld = { now: true };
  await page.route("**/register", async (route) => {
    const headers = route.request().headers();
    const id = headers["next-action"];
    const old = id?.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
    await route.continue(isOld.now && old ? { headers: { ...headers, "next-action": old } } : {});
  });
  await send();
  await expectFailure("The store has been updated since this page was loaded");
  await expect(email).toHaveValue(`${name}@example.com`);
  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Open the page anew in a new tab" }).click();
  await expect((await opened).getByRole("button", { name: "Create account" })).toBeVisible();

  isOld.now = false;
  await send();
  await expect(page.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible();
});

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
