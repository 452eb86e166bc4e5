import type { APIRequestContext, APIResponse } from "@playwright/test";
import { ACTIONS, ADMITTED, BODIES, ROUTES, VISITORS } from "#e2e/support/access.ts";
import { callAction } from "#e2e/support/call-action.ts";
import { listActions, listPages, listRoutes } from "#e2e/support/entry-points.ts";
import { dumpStore, PERSONAS, signInPersonas } from "#e2e/support/personas.ts";
import { expect, test } from "#e2e/support/test.ts";

/**
 * Who may ask what. Everything is found from the files, so a new route or action fails until it is listed in access.ts.
 */

const isStream = (name: string) => /\/(stream|events)$/.test(name);

async function statusOf(context: APIRequestContext, url: string, method: string, data?: object): Promise<number> {
  const headers = { "idempotency-key": "a-key" };
  return (await context.fetch(url, { method, headers, maxRedirects: 0, ...(data ? { data } : {}) })).status();
}

/** Waits until no laboratory run changes the store, or keeps the next test on the same store from starting one. */
async function waitUntilIdle(admin: APIRequestContext): Promise<void> {
  await expect(async () => {
    const { items } = await (await admin.get("/api/admin/runs")).json();
    expect(items.filter(({ state }: { state: string }) => state === "running")).toEqual([]);
  }).toPass({ timeout: 60_000 });
}

/** The store as it is once no laboratory run changes it. */
async function dumpIdleStore(admin: APIRequestContext, redisUrl: string) {
  await waitUntilIdle(admin);
  return dumpStore(redisUrl);
}

test("every route admits and refuses the right visitors, before it looks at the body", async ({ ownStore }) => {
  const routes = await listRoutes();
  expect(routes.map(({ name }) => name).sort()).toEqual(Object.keys(ROUTES).sort());
  const personas = await signInPersonas(ownStore);
  const before = await dumpIdleStore(personas.admin, ownStore.redisUrl);
  for (const { name, method, address, visitor } of routes) {
    const access = ROUTES[name] ?? "admin";
    expect(VISITORS[access], name).toContain(visitor);
    for (const persona of PERSONAS) {
      if (ADMITTED[access].includes(persona)) continue;
      const isUser = ADMITTED.user.includes(persona);
      const expected = access === "admin" && isUser ? 403 : 401;
      for (const data of [BODIES[name], { nonsense: true }])
        expect(await statusOf(personas[persona], address, method, data), `${persona}: ${name}`).toBe(expected);
    }
  }
  expect(await dumpStore(ownStore.redisUrl)).toEqual(before);
  for (const { name, method, address } of routes) {
    // Signing out and the end of all other sessions would end what follows.
    if (isStream(name) || name === "POST /api/auth/logout" || name === "GET /api/metrics") continue;
    for (const persona of ADMITTED[ROUTES[name] ?? "admin"]) {
      const wrongPassword = name === "POST /api/auth/login";
      const status = await statusOf(
        personas[persona],
        address,
        method,
        BODIES[name] ?? (wrongPassword ? {} : undefined),
      );
      expect([401, 403], `${persona}: ${name}`).not.toContain(status);
    }
  }
  await waitUntilIdle(personas.admin);
});

const isRefusedAdmin = async (reply: APIResponse) => (await reply.text()).includes("Only administrators may do this");
const isSentToSignIn = (reply: APIResponse) =>
  String(reply.headers()["x-action-redirect"] ?? reply.headers().location ?? "").startsWith("/login?next=");

test("every action admits and refuses the right visitors, before it looks at the fields", async ({ ownStore }) => {
  const { actions, exported } = listActions();
  expect(exported.sort()).toEqual(Object.keys(ACTIONS).sort());
  expect(actions.map(({ name }) => name).sort()).toEqual(exported);
  const personas = await signInPersonas(ownStore);
  const before = await dumpIdleStore(personas.admin, ownStore.redisUrl);
  for (const action of actions) {
    const { access, fields } = ACTIONS[action.name] ?? { access: "admin", fields: {} };
    for (const persona of PERSONAS) {
      if (ADMITTED[access].includes(persona)) continue;
      for (const [sent, at] of [[fields], [{ nonsense: "1" }], [fields, "/login"]] as const) {
        const reply = await callAction(personas[persona], action, sent, at);
        const refused = access === "admin" ? await isRefusedAdmin(reply) : isSentToSignIn(reply);
        expect(refused, `${persona}: ${action.name}\n${(await reply.text()).slice(0, 500)}`).toBe(true);
      }
    }
  }
  expect(await dumpStore(ownStore.redisUrl)).toEqual(before);
  for (const action of actions) {
    const { access, fields } = ACTIONS[action.name] ?? { access: "admin", fields: {} };
    if (access === "public") continue;
    const reply = await callAction(personas.admin, action, fields);
    expect(reply.status(), action.name).toBeLessThan(500);
    expect([isSentToSignIn(reply), await isRefusedAdmin(reply)], action.name).toEqual([false, false]);
  }
  expect(await dumpStore(ownStore.redisUrl)).not.toEqual(before);
  await waitUntilIdle(personas.admin);
});

/** What went wrong, in the reply to the router of Next.js, whose status is 200 whatever the page does. */
const isRefusalByScript = (text: string) => /NEXT_REDIRECT;\w+;\/login\?next=|NEXT_HTTP_ERROR_FALLBACK;403/.test(text);

test("every admin page is for administrators", async ({ ownStore }) => {
  const pages = listPages("app/admin");
  expect(pages.length).toBeGreaterThan(10);
  const personas = await signInPersonas(ownStore);
  for (const page of pages) {
    for (const persona of PERSONAS) {
      const reply = await personas[persona].get(page, { maxRedirects: 0 });
      const byScript = await personas[persona].get(`${page}?_rsc`, { headers: { rsc: "1" }, maxRedirects: 0 });
      const what = `${persona}: ${page}`;
      expect(isRefusalByScript(await byScript.text()), `${what}, by script`).toBe(persona !== "admin");
      if (persona === "admin") expect([200, 404], what).toContain(reply.status());
      else if (ADMITTED.user.includes(persona)) expect(reply.status(), what).toBe(403);
      else
        expect([reply.status(), reply.headers().location], what).toEqual([
          307,
          expect.stringMatching(/^\/login\?next=/),
        ]);
    }
  }
});
