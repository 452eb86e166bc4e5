import { type Browser, expect, type Page, test } from "@playwright/test";

// The shop that the global set-up of the browser tests has started.
const url = () => process.env.SHOP_URL ?? "http://localhost:3000";
const PASSWORD = "a sentence that is long enough";
/** bcrypt on a machine that runs other tests, in ms. */
const PATIENCE = 15_000;
const OTHER = "another sentence entirely";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1";
let counter = 0;
const newName = () => `account-${process.pid}-${Date.now().toString(36)}-${counter++}`;

/** A browser of its own, which fails the test when a page breaks the Content-Security-Policy. */
async function openBrowser(browser: Browser, options: { userAgent?: string; javaScriptEnabled?: boolean } = {}) {
  const context = await browser.newContext({ baseURL: url(), ...options });
  const page = await context.newPage();
  page.on("console", (message) => expect(message.text()).not.toContain("Content Security Policy"));
  return page;
}

async function register(page: Page, name: string): Promise<void> {
  await page.goto("/register");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("E-mail").fill(`${name}@example.com`);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible({ timeout: PATIENCE });
}

async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible({ timeout: PATIENCE });
}

test("two browsers: one sees the other in words and signs it out", async ({ browser }) => {
  const here = await openBrowser(browser);
  const there = await openBrowser(browser, { userAgent: IPHONE });
  const name = newName();
  await register(here, name);
  await signIn(there, name);
  await here.goto("/account");
  await here.getByRole("button", { name: "Sign out Safari on iOS" }).click();
  await expect(here.getByRole("button", { name: "Sign out Safari on iOS" })).toBeHidden();
  await there.goto("/account");
  await expect(there).toHaveURL(/\/login\?next=\/account$/);
  await here.goto("/account");
  await expect(here.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible({ timeout: PATIENCE });
});

test("a new password signs the other browser out, and a wrong current one changes nothing", async ({ browser }) => {
  const here = await openBrowser(browser);
  const there = await openBrowser(browser);
  const name = newName();
  await register(here, name);
  await signIn(there, name);
  await here.goto("/account");
  await here.getByLabel("Current password").fill("not the right one");
  await here.getByLabel("New password").fill(OTHER);
  await here.getByRole("button", { name: "Change the password" }).click();
  await expect(here.getByText("is not the one you sign in with")).toBeVisible();
  await here.getByLabel("Current password").fill(PASSWORD);
  await here.getByLabel("New password").fill(OTHER);
  await here.getByRole("button", { name: "Change the password" }).click();
  await expect(here.getByText("Your password is changed")).toBeVisible({ timeout: PATIENCE });
  await there.goto("/account");
  await expect(there).toHaveURL(/\/login/);
  await signIn(there, name, OTHER);
});

test("a password can be shown and is judged while typed, and what everybody tries is refused", async ({ browser }) => {
  const page = await openBrowser(browser);
  await page.goto("/register");
  const password = page.getByLabel("Password", { exact: true });
  await page.getByLabel("Username").fill(newName());
  await page.getByLabel("E-mail").fill("someone@example.com");
  await password.pressSequentially("password");
  await expect(page.getByText("Guessed at once.")).toBeVisible();
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(password).toHaveAttribute("type", "text");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByText("everybody tries first")).toBeVisible();
  await expect(password).toHaveValue("");
});

test("the profile is kept, and shown again", async ({ browser }) => {
  const page = await openBrowser(browser);
  const name = newName();
  await register(page, name);
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Username").fill(`${name}.new`);
  await page.getByLabel("E-mail").fill(`${name}@elsewhere.example`);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.")).toBeInViewport();
  // What was saved stays in the form: saving it again would otherwise empty it in Redis.
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
  await expect(page.getByLabel("E-mail")).toHaveValue(`${name}@elsewhere.example`);
  await expect(page.getByText(`${name}@elsewhere.example`)).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await page.reload();
  await expect(page.getByLabel("First name")).toHaveValue("Ada");
  await expect(page.getByRole("heading", { name: `Hello, ${name}.new.` })).toBeVisible();
});

test("devices that are signed out go from the list at once, and the focus is not lost", async ({ browser }) => {
  const page = await openBrowser(browser);
  const name = newName();
  await register(page, name);
  for (let i = 0; i < 2; i++) await signIn(await openBrowser(browser), name);
  await page.reload();
  const devices = page.getByRole("region", { name: "Where you are signed in" }).getByRole("listitem");
  await expect(devices).toHaveCount(3);
  await devices
    .filter({ hasNotText: "this one" })
    .first()
    .getByRole("button", { name: /Sign out/ })
    .click();
  await expect(devices).toHaveCount(2);
  await expect(page.getByText("That device is signed out.")).toBeFocused();
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(devices).toHaveCount(1);
  await expect(page.getByText("Signed out on 1 other device.")).toBeInViewport();
});

test("without script: sign out everywhere else, and delete the account", async ({ browser }) => {
  const other = await openBrowser(browser);
  const page = await openBrowser(browser, { javaScriptEnabled: false });
  const name = newName();
  await register(other, name);
  await signIn(page, name);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByText("Signed out on 1 other device.")).toBeVisible();
  await other.goto("/account");
  await expect(other).toHaveURL(/\/login/);
  await page.getByText("Delete my account").click();
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Delete it for good" }).click();
  await expect(page).toHaveURL(`${url()}/`);
  await page.goto("/login");
  await page.getByLabel("Username").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("do not belong together")).toBeVisible();
});

for (const next of ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)"]) {
  test(`a sign-in never leads to ${next}`, async ({ browser }) => {
    const page = await openBrowser(browser);
    const name = newName();
    await page.goto(`/register?${new URLSearchParams({ next })}`);
    await page.getByLabel("Username").fill(name);
    await page.getByLabel("E-mail").fill(`${name}@example.com`);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Create account" }).click();
    await expect(page).toHaveURL(`${url()}/account`);
  });
}
