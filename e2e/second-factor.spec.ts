import type { Page } from "@playwright/test";
import { Secret, TOTP } from "otpauth";
import { ageSignIns } from "#e2e/support/age-sign-ins.ts";
import { callAction } from "#e2e/support/call-action.ts";
import { listActions } from "#e2e/support/entry-points.ts";
import { openBrowser } from "#e2e/support/open-browser.ts";
import {
  expect,
  fillInRegistration,
  newName,
  PASSWORD,
  registerByApi,
  sendSignIn,
  signInAsAdmin,
  signInByApi,
  test,
} from "#e2e/support/test.ts";

/** Authenticator apps and recovery codes as their users meet them, and what they change elsewhere. */

const appOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) });

/**
 * Sets an authenticator app up.
 * @returns its secret, the code that confirmed it, and the code of the next step, which is taken for a minute from now
 */
async function setUpApp(page: Page): Promise<{ secret: string; used: string; next: string }> {
  await page.goto("/account/second-factor");
  await page.getByRole("button", { name: "Set up an app" }).click();
  await expect(page.getByRole("img", { name: "QR code" })).toBeVisible();
  const secret = ((await page.locator("code").textContent()) ?? "").replace(/\s/g, "");
  const now = Date.now();
  const [used, next] = [now, now + 30_000].map((timestamp) => appOf(secret).generate({ timestamp })) as [
    string,
    string,
  ];
  await page.getByRole("textbox", { name: "Code" }).fill(used);
  await page.getByRole("button", { name: "Use this app" }).click();
  await expect(page.getByText("Your authenticator app is in use")).toBeVisible();
  return { secret, used, next };
}

async function makeCodes(page: Page): Promise<string[]> {
  await page.getByRole("button", { name: "Make recovery codes" }).click();
  const codes = page.locator("form", { hasText: "recovery codes" }).locator("li");
  await expect(codes).toHaveCount(10);
  return codes.allInnerTexts();
}

for (const javaScriptEnabled of [true, false]) {
  test(`a sign-in needs the app's code or a recovery code, ${javaScriptEnabled ? "with" : "without"} JavaScript`, async ({
    browser,
  }) => {
    const page = await openBrowser(browser, { javaScriptEnabled });
    const context = page.context();
    const name = newName();
    await registerByApi(page.request, name);
    const elsewhere = await openBrowser(browser);
    await sendSignIn(elsewhere, name);
    await expect(elsewhere.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible();
    const { used, next } = await setUpApp(page);
    const [recovery = ""] = await makeCodes(page);
    // The session of before has ended.
    await elsewhere.goto("/account");
    await expect(elsewhere).toHaveURL(/\/login/);
    await page.goto("/account");
    await expect(page.getByText("In use: a sign-in needs more than your password.")).toBeVisible();
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(page).toHaveURL(/\/$/);

    await page.goto("/login?next=/wishlist");
    await page.getByLabel("Username").fill(name);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("Now your second factor.")).toBeVisible();
    expect((await context.request.get("/api/sessions")).status(), "the password alone opens nothing").toBe(401);
    await page.getByRole("textbox", { name: "Code" }).fill(used);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByText("Code is incorrect or has been used")).toBeVisible();
    await page.getByRole("textbox", { name: "Code" }).fill(next);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page).toHaveURL(/^[^?]*\/wishlist$/);

    await context.clearCookies();
    await sendSignIn(page, name);
    await page.getByRole("textbox", { name: "Code" }).fill(recovery.toLowerCase());
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(page.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible();
    await expect(page.getByText("Signed in with a recovery code")).toBeVisible();
    await page.goto("/account/second-factor");
    await expect(page.getByText("9 codes are left.")).toBeVisible();
    await page.getByRole("button", { name: "Remove the app" }).click();
    await expect(page.getByRole("button", { name: "Set up an app" })).toBeVisible();
    await Promise.all([context.close(), elsewhere.context().close()]);
  });
}

test("the API asks for the second factor by a problem document, and a token of its own goes no further", async ({
  browser,
}) => {
  const page = await openBrowser(browser);
  const context = page.context();
  const name = newName();
  await registerByApi(page.request, name);
  const { used, next } = await setUpApp(page);
  await context.clearCookies();
  const { request } = context;
  const login = await request.post("/api/auth/login", { data: { username: name, password: PASSWORD } });
  expect(login.status()).toBe(401);
  expect(login.headersArray().filter(({ name: header }) => header.toLowerCase() === "set-cookie")).toEqual([]);
  const { secondFactor } = await login.json();
  expect(secondFactor).toEqual({ token: expect.any(String), methods: ["totp"] });
  const wrongPassword = await request.post("/api/auth/login", { data: { username: name, password: "wrong" } });
  expect(await wrongPassword.json()).not.toHaveProperty("secondFactor");
  const give = (data: object) => request.post("/api/auth/second-factor", { data });
  expect((await give({ token: "x".repeat(22), code: next })).status()).toBe(401);
  expect((await give({ token: "short", code: "1" })).status()).toBe(422);
  expect((await give({ token: secondFactor.token, code: used })).status(), "it has confirmed the app").toBe(401);
  const right = { token: secondFactor.token, code: next };
  const both = await Promise.all([give(right), give(right)]);
  expect(both.map((reply) => reply.status()).sort()).toEqual([200, 401]);
  expect((await give(right)).status()).toBe(401);
  await context.close();
});

test("where there is a second factor, the password alone changes nothing in an old session", async ({
  browser,
  redis,
}) => {
  const page = await openBrowser(browser);
  const context = page.context();
  const name = newName();
  await registerByApi(page.request, name);
  await setUpApp(page);
  await ageSignIns(redis, name, 301);
  await page.goto("/account");
  const again = page.getByText("Sign in again first");
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByLabel("New password").fill("another long sentence");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(again).toBeVisible();
  await page.goto("/account");
  await page.getByLabel("Username").fill(`${name}-b`);
  await page.getByLabel("Password to confirm").fill(PASSWORD);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(again).toBeVisible();
  await page.goto("/account");
  await page.getByText("Delete my account").click();
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Delete permanently" }).click();
  await expect(again).toBeVisible();
  await page.goto("/account/second-factor");
  await page.getByRole("button", { name: "Remove the app" }).click();
  await expect(again).toBeVisible();
  expect(await redis("GET", `username_to_id:${name}`)).not.toBeNull();
  await context.close();
});

test("an old session does not see the secret of an app that is being set up", async ({ browser, redis }) => {
  const page = await openBrowser(browser);
  const context = page.context();
  const name = newName();
  await registerByApi(page.request, name);
  const old = await openBrowser(browser);
  await signInByApi(old.request, name);
  await ageSignIns(redis, name, 301);
  await signInByApi(page.request, name);
  await page.goto("/account/second-factor");
  await page.getByRole("button", { name: "Set up an app" }).click();
  await expect(page.getByRole("img", { name: "QR code" })).toBeVisible();
  await old.goto("/account/second-factor?setup=1");
  await expect(old.getByRole("heading", { name: "Authenticator app" })).toBeVisible();
  await expect(old.getByRole("img", { name: "QR code" })).toBeHidden();
  await Promise.all([context.close(), old.context().close()]);
});

test("a registration form that is sent again signs in as anybody has to", async ({ browser }) => {
  const page = await openBrowser(browser);
  const context = page.context();
  const name = newName();
  await page.goto("/register");
  await fillInRegistration(page, name);
  const formKey = await page.locator("input[name=formKey]").inputValue();
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible();
  const action = listActions().actions.find((entry) => entry.name === "registerAction");
  if (!action) throw new Error("There is no such action");
  const send = async (fields: Record<string, string>) => {
    const stranger = await browser.newContext({ baseURL: process.env.STORE_URL ?? "" });
    const input = { username: name, email: `${name}@example.com`, password: PASSWORD, ...fields };
    const reply = await callAction(stranger.request, action, input);
    const text = await reply.text();
    const signedIn = (await stranger.request.get("/api/sessions")).status() === 200;
    await stranger.close();
    return { signedIn, text };
  };
  expect(await send({ formKey: "another form" })).toMatchObject({ signedIn: false });
  expect(await send({ formKey })).toMatchObject({ signedIn: true });
  await setUpApp(page);
  const { signedIn, text } = await send({ formKey });
  expect(signedIn).toBe(false);
  expect(text).toContain("secondFactor");
  await context.close();
});

test("an administrator is reminded of the second factor", async ({ browser }) => {
  const page = await openBrowser(browser);
  const context = page.context();
  await signInAsAdmin(page.request);
  await page.goto("/admin");
  await expect(page.getByRole("link", { name: "Set up a second factor" })).toHaveAttribute(
    "href",
    "/account/second-factor",
  );
  await context.close();
});
