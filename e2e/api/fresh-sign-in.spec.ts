import { type APIRequestContext, type Page, request } from "@playwright/test";
import { ageSignIns } from "#e2e/support/age-sign-ins.ts";
import { readProblem } from "#e2e/support/api.ts";
import { expect, newName, PASSWORD, registerByApi, signInByApi, test } from "#e2e/support/test.ts";

/** What a session may do only within some minutes of its sign-in. */

async function openUser() {
  const context = await request.newContext({ baseURL: process.env.STORE_URL ?? "" });
  const username = newName();
  await registerByApi(context, username);
  return { context, username };
}

test("ending other sessions needs a sign-in within five minutes; signing out here does not", async ({ redis }) => {
  const { context, username } = await openUser();
  const other = await request.newContext({ baseURL: process.env.STORE_URL ?? "" });
  await signInByApi(other, username);
  const listed = async (by: APIRequestContext) =>
    ((await (await by.get("/api/sessions")).json()) as { items: { id: string; current: boolean }[] }).items;
  await ageSignIns(redis, username, 301);
  const elsewhere = (await listed(context)).find(({ current }) => !current)?.id;
  const document = await readProblem(await context.delete("/api/sessions"), 403);
  expect(document.detail).toContain("Sign in again first: your last sign-in must be at most 5 minutes old");
  await readProblem(await context.delete(`/api/sessions/${elsewhere}`), 403);
  expect(await listed(context)).toHaveLength(2);
  await signInByApi(context, username);
  expect((await context.delete(`/api/sessions/${elsewhere}`)).status()).toBe(204);
  await readProblem(await other.get("/api/sessions"), 401);
  await ageSignIns(redis, username, 301);
  const here = (await listed(context)).find(({ current }) => current)?.id;
  expect((await context.delete(`/api/sessions/${here}`)).status()).toBe(204);
  await Promise.all([context.dispose(), other.dispose()]);
});

test("an administrator deletes only within an hour of signing in", async ({ redis }) => {
  const { context, username } = await openUser();
  const id = String(await redis("GET", `username_to_id:${username}`));
  await redis("HSET", `user:${id}`, "role", "admin");
  const sku = { id: newName(), name: "Planted", price: "1.00", stock: 5, category: "audio" };
  await ageSignIns(redis, username, 3601);
  expect((await context.post("/api/skus", { data: sku })).status()).toBe(201);
  expect((await context.patch(`/api/skus/${sku.id}`, { data: { price: "2.00" } })).status()).toBe(200);
  await readProblem(await context.delete(`/api/skus/${sku.id}`), 403);
  expect((await context.get(`/api/skus/${sku.id}`)).status()).toBe(200);
  await signInByApi(context, username);
  expect((await context.delete(`/api/skus/${sku.id}`)).status()).toBe(200);
  await context.dispose();
});

const profile = (page: Page) => page.locator("form", { has: page.getByLabel("Username") });

for (const javaScriptEnabled of [true, false]) {
  test(`a new name needs the password once the sign-in is old, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    browser,
    redis,
  }) => {
    const context = await browser.newContext({ baseURL: process.env.STORE_URL ?? "", javaScriptEnabled });
    const page = await context.newPage();
    const name = newName();
    const renamed = `${name}-b`;
    await registerByApi(page.request, name);
    await page.goto("/account");
    await expect(profile(page).getByLabel("Password to confirm")).toBeHidden();
    await ageSignIns(redis, name, 301);
    await page.goto("/account");
    await profile(page).getByLabel("First name").fill("Alice");
    await profile(page).getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved.")).toBeVisible();
    await profile(page).getByLabel("Username").fill(renamed);
    await profile(page).getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("is needed for a new username or e-mail address")).toBeVisible();
    await expect(profile(page).getByLabel("Username")).toHaveValue(renamed);
    await profile(page).getByLabel("Password to confirm").fill("not my password");
    await profile(page).getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("is incorrect")).toBeVisible();
    await profile(page).getByLabel("Password to confirm").fill(PASSWORD);
    await profile(page).getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved.")).toBeVisible();
    await page.goto("/account");
    await expect(page.getByRole("heading", { name: `Hello, ${renamed}.` })).toBeVisible();
    await context.close();
  });
}

test("a form that needs a fresh sign-in says so, and goes on after one in another tab", async ({ browser, redis }) => {
  const context = await browser.newContext({ baseURL: process.env.STORE_URL ?? "" });
  const page = await context.newPage();
  const name = newName();
  await registerByApi(page.request, name);
  const other = await browser.newContext({ baseURL: process.env.STORE_URL ?? "" });
  await signInByApi(other.request, name);
  await page.goto("/account");
  await ageSignIns(redis, name, 301);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  const [tab] = await Promise.all([
    context.waitForEvent("page"),
    page.getByRole("link", { name: "Sign in in a new tab" }).click(),
  ]);
  await expect(tab.getByText(`You are signed in as ${name}`)).toBeVisible();
  await expect(tab.getByLabel("Username")).toHaveValue(name);
  await tab.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await tab.getByRole("button", { name: "Sign in" }).click();
  await expect(tab.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible();
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("Signed out on 1 other device.")).toBeVisible();
  await Promise.all([context.close(), other.close()]);
});

test("an import that needs a fresh sign-in keeps the table that was checked", async ({ browser, redis }) => {
  const context = await browser.newContext({ baseURL: process.env.STORE_URL ?? "" });
  const name = newName();
  await registerByApi(context.request, name);
  await redis("HSET", `user:${await redis("GET", `username_to_id:${name}`)}`, "role", "admin");
  await ageSignIns(redis, name, 3601);
  const page = await context.newPage();
  await page.goto("/admin/skus/import");
  await page.getByLabel("or CSV text").fill(`id,name,price,stock,category\n${name},Planted,1.00,5,audio`);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Check the table" }).click();
  await page.getByRole("button", { name: "Import 1 SKU" }).click();
  await expect(page.getByText("Sign in again first")).toBeVisible();
  await expect(page.getByRole("button", { name: "Import 1 SKU" })).toBeVisible();
  expect(await redis("EXISTS", `sku:${name}`)).toBe(0);
  await context.close();
});
