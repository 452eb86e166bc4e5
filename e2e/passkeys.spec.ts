import type { BrowserContext, Page } from "@playwright/test";
import { openBrowser } from "#e2e/support/open-browser.ts";
import { expect, newName, registerByApi, sendSignIn, test } from "#e2e/support/test.ts";

/** Passkeys as their users meet them, with Chromium's virtual authenticator as their device. */

async function addAuthenticator(context: BrowserContext, page: Page) {
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const;
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    verify: (isUserVerified: boolean) => session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}

test("a passkey signs in without a password, and in place of a code; without finger or PIN it does not", async ({
  browser,
}) => {
  const page = await openBrowser(browser);
  const context = page.context();
  const device = await addAuthenticator(context, page);
  const name = newName();
  await registerByApi(page.request, name);
  await page.goto("/account/second-factor");
  await page.getByLabel("Name of the passkey").fill("Laptop");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("Passkey added.")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Laptop" })).toBeVisible();
  // The same device has one already.
  await page.getByLabel("Name of the passkey").fill("Laptop again");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("This device has a passkey for your account already.")).toBeVisible();

  await context.clearCookies();
  await page.goto("/login?next=/wishlist");
  await device.verify(false);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("That was cancelled, or took too long. Try again.")).toBeVisible();
  await device.verify(true);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page).toHaveURL(/^[^?]*\/wishlist$/);

  await context.clearCookies();
  await sendSignIn(page, name);
  await expect(page.getByText("Now your second factor.")).toBeVisible();
  expect((await context.request.get("/api/sessions")).status()).toBe(401);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible();

  await page.goto("/account/second-factor");
  await expect(page.getByText(/last used/)).toBeVisible();
  await page.getByRole("button", { name: "Remove Laptop" }).click();
  await expect(page.getByRole("button", { name: "Remove Laptop" })).toBeHidden();
  await context.clearCookies();
  await page.goto("/login");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("This passkey is not known here")).toBeVisible();
  await context.close();
});

test("an answer of a passkey counts once, for the challenge, the site and the account that it was made for", async ({
  browser,
}) => {
  const page = await openBrowser(browser);
  const context = page.context();
  await addAuthenticator(context, page);
  const name = newName();
  await registerByApi(page.request, name);
  const sent: { url: string; body: Record<string, unknown> }[] = [];
  page.on("request", (request) => {
    if (/passkey(s)?$/.test(request.url())) sent.push({ url: request.url(), body: request.postDataJSON() });
  });
  await page.goto("/account/second-factor");
  await page.getByLabel("Name of the passkey").fill("Phone");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await expect(page.getByText("Passkey added.")).toBeVisible();
  await page.goto("/login");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("heading", { name: `Hello, ${name}.` })).toBeVisible();
  const [added, signedIn] = sent;
  if (!added || !signedIn) throw new Error("The requests were not seen");
  const repeat = (url: string, data: object) => context.request.post(url, { data });
  expect((await repeat(added.url, added.body)).status()).toBe(409);
  expect((await repeat(signedIn.url, signedIn.body)).status()).toBe(401);
  const { token } = await (await context.request.post("/api/auth/passkey/options")).json();
  expect((await repeat(signedIn.url, { ...signedIn.body, token })).status(), "another challenge").toBe(401);
  const own = await (await context.request.post("/api/account/passkeys/options")).json();
  expect((await repeat(added.url, { ...added.body, token: own.token })).status()).toBe(422);
  const byAddress = (process.env.STORE_URL ?? "").replace("localhost", "127.0.0.1");
  expect((await context.request.post(`${byAddress}/api/auth/passkey/options`)).status()).toBe(409);
  await context.close();
});
