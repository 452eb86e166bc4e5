import { read, readProblem } from "#e2e/support/api.ts";
import { expect, newName, PASSWORD, test } from "#e2e/support/test.ts";
import * as accountReplies from "#lib/web/openapi/replies/account.ts";
import * as shoppingReplies from "#lib/web/openapi/replies/shopping.ts";

const add = { data: { sku: "sku123", quantity: 1 } };

test("a state change from another site is refused on every route", async ({ request, baseURL }) => {
  const foreign: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://localhost" },
  ];
  for (const headers of foreign) {
    for (const path of ["/api/cart/items", "/api/auth/login", "/api/auth/logout", "/api/visits", "/cart", "/login"])
      await readProblem(await request.post(path, { ...add, headers }), 403);
    for (const method of ["DELETE", "PATCH", "PUT"])
      await readProblem(await request.fetch("/api/cart", { method, headers }), 403);
  }
  const own: Record<string, string>[] = [
    { "sec-fetch-site": "same-origin", origin: "https://proxy.example" },
    { "sec-fetch-site": "none" },
    { origin: baseURL ?? "" },
    {},
  ];
  for (const headers of own)
    await read(await request.post("/api/cart/items", { ...add, headers }), 200, shoppingReplies.cart);
  const reading = await request.get("/api/cart", { headers: { "sec-fetch-site": "cross-site" } });
  expect(reading.status()).toBe(200);
});

test("a forged, truncated, foreign or oversized cookie is no session and no error", async ({ playwright, baseURL }) => {
  const forged = [
    "x",
    "Fe26.2*1*",
    `Fe26.2*${"a".repeat(3000)}`,
    "%00",
    "../../etc/passwd",
    '"',
    "Fe26.2*1*a*b*c*d*e*f~2",
  ];
  for (const value of forged) {
    const context = await playwright.request.newContext({
      ...(baseURL ? { baseURL } : {}),
      extraHTTPHeaders: { cookie: `fwr_session=${value}` },
    });
    expect(await read(await context.get("/api/session"), 200, accountReplies.session)).toEqual({
      user: null,
      session: null,
    });
    await read(await context.get("/api/cart"), 200, shoppingReplies.cart);
    expect((await context.get("/cart")).status()).toBe(200);
    expect((await context.post("/api/cart/items", add)).headers()["set-cookie"]).toContain("fwr_session=");
    await context.dispose();
  }
});

test("a copied cookie gives no access after signing out", async ({ request, playwright, baseURL }) => {
  const username = newName();
  const account = { username, email: `${username}@example.com`, password: PASSWORD };
  await read(await request.post("/api/auth/register", { data: account }), 201, accountReplies.user);
  const storageState = await request.storageState();
  const thief = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}), storageState });
  expect((await read(await thief.get("/api/session"), 200, accountReplies.session)).user?.username).toBe(username);
  await request.post("/api/auth/logout");
  expect(await read(await thief.get("/api/session"), 200, accountReplies.session)).toEqual({
    user: null,
    session: null,
  });
  expect((await thief.get("/account", { maxRedirects: 0 })).status()).toBe(307);
  await thief.dispose();
});

test("E5: of several session cookies the one of a living session counts, a signed-in user's before a guest's", async ({
  playwright,
  baseURL,
}) => {
  const open = (cookie?: string) =>
    playwright.request.newContext({
      ...(baseURL ? { baseURL } : {}),
      ...(cookie ? { extraHTTPHeaders: { cookie } } : {}),
    });
  const cookieOf = async (context: Awaited<ReturnType<typeof open>>) => {
    const { cookies } = await context.storageState();
    return `fwr_session=${cookies.find(({ name }) => name === "fwr_session")?.value}`;
  };
  const username = newName();
  const account = { username, email: `${username}@example.com`, password: PASSWORD };
  const first = await open();
  await read(await first.post("/api/auth/register", { data: account }), 201, accountReplies.user);
  const ended = await cookieOf(first);
  await first.post("/api/auth/login", { data: account });
  const good = await cookieOf(first);
  const guest = await open();
  await guest.post("/api/cart/items", add);
  const others = [ended, await cookieOf(guest), "fwr_session=junk"];
  for (const cookie of [
    [good, ...others],
    [...others, good],
    [...others.slice(1), good, ended],
  ]) {
    const browser = await open(cookie.join("; "));
    const { user } = await read(await browser.get("/api/session"), 200, accountReplies.session);
    expect(user?.username).toBe(username);
    expect((await browser.get("/account", { maxRedirects: 0 })).status()).toBe(200);
    expect((await browser.post("/api/visits", { data: { page: "/" } })).headers()["set-cookie"]).toBeUndefined();
    await browser.dispose();
  }
});

test("the session id changes at registration and at sign-in", async ({ request }) => {
  const cookie = async () => (await request.storageState()).cookies.find(({ name }) => name === "fwr_session")?.value;
  await request.post("/api/cart/items", add);
  const guest = await cookie();
  const username = newName();
  const account = { username, email: `${username}@example.com`, password: PASSWORD };
  await request.post("/api/auth/register", { data: account });
  const registered = await cookie();
  await request.post("/api/auth/login", { data: account });
  expect(new Set([guest, registered, await cookie()]).size).toBe(3);
  expect(await read(await request.get("/api/cart"), 200, shoppingReplies.cart)).toMatchObject({ totalItems: 1 });
});

test("crawlers get no session, with or without running the scripts of the pages", async ({ playwright, baseURL }) => {
  const agents = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/103.0.5060.134 Safari/537.36",
    "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
  ];
  for (const userAgent of agents) {
    const context = await playwright.request.newContext({ ...(baseURL ? { baseURL } : {}), userAgent });
    for (const path of ["/", "/products/sku123", "/cart", "/api/cart", "/api/session", "/api/skus"])
      expect((await context.get(path)).headers()["set-cookie"], path).toBeUndefined();
    const visit = await context.post("/api/visits", { data: { page: "/" } });
    expect(visit.headers()["set-cookie"], userAgent).toBeUndefined();
    await read(visit, 200, shoppingReplies.visit);
    await context.dispose();
  }
});

test("catalogue pages are the same for everyone and set no cookie", async ({ request }) => {
  const bodies = new Set<string>();
  await request.get("/products/sku123");
  for (let i = 0; i < 2; i++) {
    const page = await request.get("/products/sku123");
    expect(page.headers()["set-cookie"]).toBeUndefined();
    bodies.add(await page.text());
    await request.post("/api/cart/items", add);
  }
  expect(bodies.size).toBe(1);
});
