import { request } from "@playwright/test";
import { callAction } from "#e2e/support/call-action.ts";
import { listActions } from "#e2e/support/entry-points.ts";
import { expect, newName, PASSWORD, test } from "#e2e/support/test.ts";
import { type Store, startStore } from "#test/servers/store.ts";

/** A store behind a proxy, which these tests are. */

let store: Store;
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  const limits = { LIMIT_REGISTRATIONS: "3", LIMIT_GUEST_ORDERS: "2", LIMIT_SESSIONS: "8" };
  store = await startStore({ env: { TRUSTED_PROXIES: "127.0.0.1,::1", ...limits } });
});
test.afterAll(() => store?.remove());

function openAs(address: string, more: Record<string, string> = {}) {
  return request.newContext({ baseURL: store.url, extraHTTPHeaders: { "x-forwarded-for": address, ...more } });
}

function findAction(name: string) {
  const action = listActions().actions.find((entry) => entry.name === name);
  if (!action) throw new Error(`There is no action ${name}`);
  return action;
}

test("ASVS 6.3.1: guesses through a page without the sign-in form count for the client that sends them", async () => {
  const guesser = await openAs("203.0.113.7");
  const guess = async (context: typeof guesser) => {
    const reply = await callAction(
      context,
      findAction("loginAction"),
      { username: "admin", password: "wrong" },
      "/cart",
    );
    return (await reply.text()).includes("Too many failed attempts");
  };
  const limited: boolean[] = [];
  for (let i = 0; i < 12; i++) limited.push(await guess(guesser));
  expect(limited).toEqual([...Array(10).fill(false), true, true]);
  expect(await guess(await openAs("203.0.113.8"))).toBe(false);
});

test("over https, an action that redirects brings the page that it leads to, and the cookie is bound to the host", async () => {
  const context = await openAs("203.0.113.9", { "x-forwarded-proto": "https", "x-forwarded-host": "store.example" });
  const username = newName();
  const fields = { username, email: `${username}@example.com`, password: PASSWORD };
  const reply = await callAction(context, findAction("registerAction"), fields);
  expect(reply.headers()["x-action-redirect"]).toMatch(/^\/account;/);
  expect(reply.headers()["set-cookie"]).toMatch(/^__Host-fwr_session=.*; Secure/);
  expect(reply.headers()["content-type"]).toBe("text/x-component");
  expect(await reply.text()).toContain(username);
});

test("the host that a trusted proxy names is the one that an Origin has to match", async () => {
  const proxied = { "x-forwarded-host": "store.example", origin: "https://store.example" };
  const visit = (headers: Record<string, string>) =>
    fetch(`${store.url}/api/visits`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ page: "/" }),
    });
  expect((await visit(proxied)).status).toBe(200);
  expect((await visit({ ...proxied, origin: "https://evil.example" })).status).toBe(403);
});

const order = {
  ...{ email: "guest@example.com", name: "Guest", address: "Street 1", city: "Town", postcode: "1000", country: "AT" },
};

test("one address registers, orders as a guest and begins sessions only so often an hour; others are not affected", async () => {
  const registers = async (address: string) => {
    const username = newName();
    const data = { username, email: `${username}@example.com`, password: PASSWORD };
    return (await (await openAs(address)).post("/api/auth/register", { data })).status();
  };
  const statuses: number[] = [];
  for (let i = 0; i < 4; i++) statuses.push(await registers("198.51.100.1"));
  expect(statuses).toEqual([201, 201, 201, 429]);
  expect(await registers("198.51.100.2")).toBe(201);

  const buys = async (address: string) => {
    const guest = await openAs(address);
    const cart = await (await guest.post("/api/cart/items", { data: { sku: "sku123", quantity: 1 } })).json();
    const data = { ...order, total: cart.totalValue };
    return guest.post("/api/checkout", { data, headers: { "idempotency-key": newName() } });
  };
  expect((await buys("198.51.100.3")).status()).toBe(201);
  expect((await buys("198.51.100.3")).status()).toBe(201);
  const refused = await buys("198.51.100.3");
  expect(refused.status()).toBe(429);
  expect(Number(refused.headers()["retry-after"])).toBeGreaterThan(3000);
  expect((await refused.json()).detail).toContain("Too many orders without an account came from your address.");
  expect((await buys("198.51.100.4")).status()).toBe(201);

  const visits = async (address: string) =>
    (await (await openAs(address)).post("/api/visits", { data: { page: "/" } })).status();
  for (let i = 0; i < 8; i++) expect(await visits("198.51.100.5")).toBe(200);
  expect(await visits("198.51.100.5")).toBe(429);
  expect(await visits("198.51.100.6")).toBe(200);
  // An IPv6 network counts as one address.
  for (let i = 0; i < 8; i++) expect(await visits(`2001:db8::${i + 1}`)).toBe(200);
  expect(await visits("2001:db8::ffff")).toBe(429);
});
