import type { APIRequestContext, APIResponse } from "@playwright/test";
import { callAction } from "#e2e/support/call-action.ts";
import { listActions, listPages, listRoutes } from "#e2e/support/entry-points.ts";
import { dumpStore, PERSONAS, type Persona, signInPersonas } from "#e2e/support/personas.ts";
import { expect, test } from "#e2e/support/test.ts";

/**
 * Who may ask what. Everything is found from the files, so a new route, action or page fails until it is listed here.
 */

type Access = "public" | "session" | "user" | "admin";

/** Who is admitted; everyone else is refused. A disabled user still has a session, but is no user any more. */
const ADMITTED: Record<Access, readonly Persona[]> = {
  public: PERSONAS,
  session: ["guest", "shopper", "disabled", "demoted", "admin"],
  user: ["shopper", "demoted", "admin"],
  admin: ["admin"],
};
const VISITORS: Record<Access, readonly string[]> = {
  public: ["anyone", "peek", "optional", "guest"],
  session: ["required"],
  user: ["user", "fresh-user"],
  admin: ["admin", "fresh-admin"],
};

const ROUTES: Record<string, Access> = {
  "POST /api/account/passkeys": "user",
  "POST /api/account/passkeys/options": "user",
  "GET /api/admin/audit": "admin",
  "GET /api/admin/audit.csv": "admin",
  "GET /api/admin/carts": "admin",
  "GET /api/admin/csp-reports": "admin",
  "POST /api/admin/imports": "admin",
  "GET /api/admin/imports/[id]/events": "admin",
  "GET /api/admin/keys": "admin",
  "GET /api/admin/keys/[key]": "admin",
  "PATCH /api/admin/keys/[key]": "admin",
  "DELETE /api/admin/keys/[key]": "admin",
  "GET /api/admin/metrics": "admin",
  "GET /api/admin/metrics/history": "admin",
  "GET /api/admin/metrics/stream": "admin",
  "GET /api/admin/pictures": "admin",
  "POST /api/admin/pictures": "admin",
  "DELETE /api/admin/pictures/[id]": "admin",
  "GET /api/admin/runs": "admin",
  "POST /api/admin/runs": "admin",
  "GET /api/admin/runs/[id]": "admin",
  "DELETE /api/admin/runs/[id]": "admin",
  "GET /api/admin/runs/[id]/download": "admin",
  "GET /api/admin/runs/[id]/events": "admin",
  "GET /api/admin/sessions": "admin",
  "DELETE /api/admin/sessions/[id]": "admin",
  "POST /api/admin/skus/import": "admin",
  "GET /api/admin/skus.csv": "admin",
  "GET /api/admin/users": "admin",
  "GET /api/admin/users/[id]": "admin",
  "PATCH /api/admin/users/[id]": "admin",
  "DELETE /api/admin/users/[id]/sessions": "admin",
  "POST /api/auth/login": "public",
  "POST /api/auth/logout": "public",
  "POST /api/auth/passkey": "public",
  "POST /api/auth/passkey/options": "public",
  "POST /api/auth/register": "public",
  "POST /api/auth/second-factor": "public",
  "GET /api/cart": "public",
  "DELETE /api/cart": "public",
  "POST /api/cart/items": "public",
  "PATCH /api/cart/items/[sku]": "public",
  "DELETE /api/cart/items/[sku]": "public",
  "POST /api/checkout": "public",
  "POST /api/csp-reports": "public",
  "GET /api/health/live": "public",
  "GET /api/health/ready": "public",
  // Prometheus comes with a token; e2e/api/metrics.spec.ts asks who is admitted.
  "GET /api/metrics": "public",
  "GET /api/openapi.json": "public",
  "GET /api/orders": "session",
  "GET /api/orders/[id]": "session",
  "GET /api/session": "public",
  "GET /api/sessions": "user",
  "DELETE /api/sessions": "user",
  "DELETE /api/sessions/[id]": "user",
  "GET /api/skus": "public",
  "POST /api/skus": "admin",
  "GET /api/skus/[id]": "public",
  "PATCH /api/skus/[id]": "admin",
  "DELETE /api/skus/[id]": "admin",
  "GET /api/suggestions": "public",
  "POST /api/visits": "public",
  "GET /api/wishlist": "public",
  "PUT /api/wishlist/[sku]": "public",
  "DELETE /api/wishlist/[sku]": "public",
  "POST /api/wishlist/[sku]/cart": "public",
  "GET /robots.txt": "public",
  "GET /sitemap.xml": "public",
  "GET /sitemaps/[page]": "public",
  "GET /well-known/change-password": "public",
  "GET /well-known/security.txt": "public",
};

const SKU = { id: "planted", name: "Planted", price: "1.00", stock: "5", category: "audio" };

/** Bodies that do something where they are admitted. */
const BODIES: Record<string, object> = {
  "POST /api/skus": { ...SKU, stock: 5 },
  "PATCH /api/skus/[id]": { name: "Changed" },
  "POST /api/admin/runs": { kind: "browse", views: 1 },
  "PATCH /api/admin/users/[id]": { disabled: true },
};

const ACTIONS: Record<string, { access: Access; fields: Record<string, string> }> = {
  addItemAction: { access: "public", fields: { sku: "sku123", quantity: "1" } },
  setLineAction: { access: "public", fields: { sku: "sku123", quantity: "2" } },
  clearCartAction: { access: "public", fields: {} },
  saveAction: { access: "public", fields: { sku: "sku123" } },
  saveForLaterAction: { access: "public", fields: { sku: "sku123" } },
  moveToCartAction: { access: "public", fields: { sku: "sku123" } },
  removeSavedAction: { access: "public", fields: { sku: "sku123" } },
  checkoutAction: { access: "public", fields: { go: "apply", discount: "" } },
  reduceToStockAction: { access: "public", fields: {} },
  loginAction: { access: "public", fields: { username: "nobody-here", password: "not a password" } },
  registerAction: { access: "public", fields: { username: "x", email: "x", password: "x" } },
  logoutAction: { access: "public", fields: {} },
  changeProfileAction: { access: "user", fields: { username: "x", email: "x" } },
  changePasswordAction: { access: "user", fields: { current: "not mine", password: "another long sentence" } },
  revokeSessionAction: { access: "user", fields: { id: "0123456789abcdef" } },
  revokeOthersAction: { access: "user", fields: {} },
  deleteAccountAction: { access: "user", fields: { password: "not mine" } },
  beginTotpAction: { access: "user", fields: {} },
  confirmTotpAction: { access: "user", fields: { code: "000000" } },
  removeTotpAction: { access: "user", fields: {} },
  removePasskeyAction: { access: "user", fields: { id: "none" } },
  makeRecoveryCodesAction: { access: "user", fields: {} },
  createSkuAction: { access: "admin", fields: SKU },
  editSkuAction: { access: "admin", fields: SKU },
  restockSkuAction: { access: "admin", fields: { id: SKU.id, quantity: "7" } },
  removeSkuAction: { access: "admin", fields: { id: SKU.id } },
  removePictureAction: { access: "admin", fields: { id: "0123456789abcdef0123456789abcdef-8x8" } },
  chooseColumnsAction: { access: "admin", fields: { id: "0123456789abcdef", go: "check" } },
  changeColumnsAction: { access: "admin", fields: { id: "0123456789abcdef" } },
  startImportAction: { access: "admin", fields: { id: "0123456789abcdef" } },
  cancelImportAction: { access: "admin", fields: { id: "0123456789abcdef" } },
  createDiscountAction: { access: "admin", fields: { code: "PLANTED", kind: "percent", value: "10" } },
  editDiscountAction: { access: "admin", fields: { code: "PLANTED", minimum: "5.00" } },
  setDiscountActiveAction: { access: "admin", fields: { code: "PLANTED", active: "no" } },
  setSynonymsAction: { access: "admin", fields: { word: "planted", synonyms: "sofa" } },
  removeSynonymsAction: { access: "admin", fields: { word: "couch" } },
  transitionOrdersAction: { access: "admin", fields: { order: "0123456789ABCDEF", to: "shipped" } },
  createUserAction: { access: "admin", fields: { username: "planted", email: "planted@example.com", role: "shopper" } },
  changeRightsAction: { access: "admin", fields: { id: "999999", go: "disable" } },
  setPasswordAction: { access: "admin", fields: { id: "999999" } },
  endUserSessionsAction: { access: "admin", fields: { id: "999999" } },
  endSessionAction: { access: "admin", fields: { session: "0123456789abcdef" } },
  changeFieldAction: { access: "admin", fields: { key: "sku:planted", field: "name", value: "Planted" } },
  setTtlAction: { access: "admin", fields: { key: "sku:planted", ttl: "" } },
  deleteKeyAction: { access: "admin", fields: { key: "planted" } },
  runCommandAction: { access: "admin", fields: { line: "DBSIZE" } },
  showRedisPasswordAction: { access: "admin", fields: {} },
  cancelRunAction: { access: "admin", fields: { id: "000000000000" } },
  startRunAction: { access: "admin", fields: { kind: "browse", views: "1" } },
};

/** A reply that is sent piece by piece for as long as it is read: its status is all that is asked. */
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
