import { request } from "@playwright/test";
import { callAction } from "#e2e/support/call-action.ts";
import { listActions } from "#e2e/support/entry-points.ts";
import { expect, newName, PASSWORD, test } from "#e2e/support/test.ts";
import { type Store, startStore } from "#test/servers/store.ts";

/** A store behind a proxy, which these tests are. */

let store: Store;
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  store = await startStore({ env: { TRUSTED_PROXIES: "127.0.0.1,::1" } });
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
