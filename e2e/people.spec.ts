import { request } from "@playwright/test";
import { z } from "zod";
import { expect, newName, PASSWORD, registerByApi, signInAsAdmin, signInByApi, test } from "#e2e/support/test.ts";

/** The admin pages for people, sessions, carts and Redis, with JavaScript and without. */

for (const javaScriptEnabled of [true, false]) {
  test.describe(`JavaScript ${javaScriptEnabled ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled });

    test("an administrator finds a person, ends their session, and takes and gives rights", async ({ page }) => {
      const name = newName();
      const shopper = await request.newContext({ baseURL: process.env.STORE_URL ?? "" });
      await registerByApi(shopper, name);
      await shopper.post("/api/visits", { data: { page: "/products/sku123", sku: "sku123" } });
      await shopper.post("/api/cart/items", { data: { sku: "sku123", quantity: 3 } });
      await signInAsAdmin(page.request);
      const isSignedIn = async () => (await shopper.get("/api/sessions")).status() === 200;

      await page.goto("/admin/users");
      await page.getByRole("searchbox").fill(name.toUpperCase());
      await page.getByRole("button", { name: "Search" }).click();
      await page.getByRole("link", { name, exact: true }).click();
      await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
      await expect(page.getByRole("table", { name: "Lines of the cart" })).toContainText("3");
      await expect(page.getByRole("table", { name: "Sessions" })).toContainText("/products/sku123");
      await page.getByRole("button", { name: "End the session" }).click();
      await expect(page.getByText("The session has ended.")).toBeVisible();
      expect(await isSignedIn()).toBe(false);

      await signInByApi(shopper, name);
      const disable = page.getByRole("button", { name: `Disable ${name}` });
      await expect(disable).toBeHidden();
      await page.getByText("Disable…").click();
      await disable.click();
      await expect(page.getByText(`${name} is disabled, and signed out everywhere.`)).toBeVisible();
      expect(await isSignedIn()).toBe(false);
      await page.getByRole("button", { name: "Enable the account" }).click();
      await expect(page.getByText(`${name} can sign in again.`)).toBeVisible();

      await page.getByLabel("New password", { exact: true }).fill(name);
      await page.getByRole("button", { name: "Set password" }).click();
      await expect(page.locator("[aria-invalid]")).toBeVisible();
      await page.getByLabel("New password", { exact: true }).fill("");
      await page.getByRole("button", { name: "Set password" }).click();
      const told = await page.getByText("shown this once: ").textContent();
      await signInByApi(shopper, name, told?.split("shown this once: ")[1] ?? "");
      await shopper.dispose();
    });
  });
}

test("an account is created for somebody, who is found among those in the shop once they sign in", async ({ page }) => {
  await signInAsAdmin(page.request);
  const name = newName();
  await page.goto("/admin/users/new");
  await page.getByLabel("Username").fill("admin");
  await page.getByLabel("E-mail").fill(`${name}@example.com`);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("is taken")).toBeVisible();
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("Rights").selectOption("administrator");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("The account has been created.")).toBeVisible();

  const other = await request.newContext({ baseURL: process.env.STORE_URL ?? "" });
  await signInByApi(other, name);
  await other.post("/api/cart/items", { data: { sku: "sku123", quantity: 99 } });
  // The newest of the shop may be on a later page, in the order of the database.
  const seek = async (path: string, more: string) => {
    await page.goto(path);
    const link = page.getByRole("main").getByRole("link", { name, exact: true });
    // By address: after a click, the page before is still there for a moment, and would be looked at again.
    while ((await link.count()) === 0)
      await page.goto(z.string().parse(await page.getByRole("link", { name: more }).getAttribute("href")));
    return link;
  };
  await seek("/admin/sessions", "More sessions");
  await page.getByRole("button", { name: `End the session of ${name}` }).click();
  await expect(page.getByText("The session has ended.")).toBeVisible();
  expect((await other.get("/api/sessions")).status()).toBe(401);
  await (await seek("/admin/carts", "More carts")).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "What was done to this account" }).click();
  await expect(page.getByRole("table").getByText("Account created")).toBeVisible();
  await expect(page.getByRole("table").getByText("Sessions ended by the store")).toBeVisible();
  await other.dispose();
});

test("the page of Redis tells figures, families of keys and connections; none of the names that are secrets", async ({
  page,
  redis,
}) => {
  await signInAsAdmin(page.request);
  await page.goto("/admin/redis");
  await expect(page.getByRole("region", { name: "Memory", exact: true })).toContainText("When it is full");
  await expect(page.getByRole("table", { name: "Memory by family of keys" })).toContainText("Products");
  await expect(page.getByRole("table", { name: "Connections by name" })).toContainText("fwr:web:");
  await expect(page.getByRole("table", { name: "Statistics of commands" })).toContainText("HGETALL");
  const html = await page.content();
  const [, found] = (await redis("SCAN", "0", "MATCH", "session:*", "COUNT", "100000")) as [string, string[]];
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter((key) => html.includes(key.slice("session:".length)))).toEqual([]);
});
