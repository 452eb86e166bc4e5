import type { APIRequestContext, APIResponse } from "@playwright/test";
import { listRoutes, type RouteEntry } from "#e2e/support/entry-points.ts";
import { signInPersonas } from "#e2e/support/personas.ts";
import { expect, test } from "#e2e/support/test.ts";
import { type Store, startStore } from "#test/servers/store.ts";

/** In production the front answers the API, in development Next.js does, from the same files. Nobody can tell. */

/** Bodies that do something and may be sent to both. */
const BODIES: Record<string, object> = {
  "POST /api/visits": { page: "/products/sku123", sku: "sku123" },
  "POST /api/cart/items": { sku: "sku123", quantity: 2 },
  "PATCH /api/cart/items/[sku]": { quantity: 1 },
  "POST /api/auth/login": { username: "nobody-here", password: "not a password" },
};

/** How a reply travels is the business of its server. */
const TRAVEL = ["date", "connection", "keep-alive", "transfer-encoding", "content-length", "vary", "content-encoding"];

/** Every reply has them, with values of its own. */
const OWN = ["x-request-id", "server-timing"];

/** A reply without what differs from one request to the next: times, ids and names that were drawn. */
async function summarize(reply: APIResponse) {
  const headers = Object.fromEntries(Object.entries(reply.headers()).filter(([name]) => !TRAVEL.includes(name)));
  for (const name of OWN) headers[name] = headers[name] ? "<own>" : "<none>";
  const withoutValue = (line: string) => line.replace(/^([^=]+)=[^;]*/, "$1");
  const cookies = reply
    .headersArray()
    .filter(({ name }) => name.toLowerCase() === "set-cookie")
    .map(({ value }) => withoutValue(value));
  if (headers.allow) headers.allow = headers.allow.split(", ").sort().join();
  const body = (await reply.text())
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
    .replace(/"(id|requestId|username|email|token|challenge)":"[^"]*"/g, '"$1":"<drawn>"')
    .replace(/"pageViews":\d+/g, '"pageViews":0');
  return { status: reply.status(), headers: { ...headers, "set-cookie": cookies.join("\n") }, body };
}

/** Asks both stores for these routes in every way. */
async function compareRoutes(frontStore: Store, nextStore: Store, routes: readonly RouteEntry[]): Promise<void> {
  const [front, next] = [await signInPersonas(frontStore), await signInPersonas(nextStore)];
  const compare = async (what: string, send: (personas: typeof front) => Promise<APIResponse>) => {
    const [expected, actual] = [await summarize(await send(next)), await summarize(await send(front))];
    // Figures of the server itself, which are never the same twice.
    if (actual.status === 200 && /metrics|csv|audit|admin\/(keys|sessions|carts)/.test(what))
      actual.body = expected.body;
    expect(actual, what).toEqual(expected);
  };
  const ask = (context: APIRequestContext, method: string, address: string, data?: object | string) =>
    context.fetch(address, {
      method,
      maxRedirects: 0,
      headers: { "idempotency-key": "a-key", ...(data ? { "content-type": "application/json" } : {}) },
      ...(data ? { data } : {}),
    });
  for (const { name, method, address, visitor } of routes) {
    const who = visitor.endsWith("admin") ? "admin" : "shopper";
    await compare(`nobody: ${name}`, ({ nobody }) => ask(nobody, method, address));
    if (method === "GET") {
      await compare(`HEAD ${address}`, ({ nobody }) => ask(nobody, "HEAD", address));
      // A stream is read for as long as it is sent.
      if (!/stream$|events$/.test(name))
        await compare(`${who}: ${name}`, (all) => ask(all[who], method, `${address}?x=1`));
      continue;
    }
    await compare(`${who}: ${name}, malformed`, (all) => ask(all[who], method, address, '{"'));
    await compare(`guest: ${name}`, ({ guest }) => ask(guest, method, address, BODIES[name] ?? { nonsense: true }));
  }
  for (const target of ["/api/nothing?x", "/api/skus/%zz", "/api/cart/", "/api/skus/%F0%9F%8E%A7", "/api"])
    await compare(target, ({ nobody }) => ask(nobody, "GET", target));
}

const apiRoutes = async () => (await listRoutes()).filter(({ address }) => address.startsWith("/api/"));

test("every route of the build is answered by the front as by Next.js", async ({ ownStore }) => {
  const next = await startStore({ dataDir: ownStore.dataDir, env: { FWR_API: "next" } });
  try {
    await compareRoutes(ownStore, next, await apiRoutes());
  } finally {
    await next.stop();
  }
});

/** What `npm run dev` is asked for by default: it compiles each file at the first request, for seconds. */
const SAMPLE = ["visits", "cart/items", "skus/[id]", "auth/login", "admin/metrics", "admin/metrics/stream"];

// DEVELOPMENT=full asks for every route: minutes.
test("the routes are answered by the front as by `npm run dev`", async ({ ownStore }) => {
  test.setTimeout(900_000);
  const env = { FWR_DEV: "1", NODE_ENV: "development" };
  const routes = await apiRoutes();
  const isInSample = ({ name }: RouteEntry) => SAMPLE.some((path) => name.endsWith(` /api/${path}`));
  const sample = routes.filter(isInSample);
  expect(new Set(sample.map(({ address }) => address)).size, "a route of the sample is gone").toBe(SAMPLE.length);
  const development = await startStore({ dataDir: ownStore.dataDir, env });
  try {
    await compareRoutes(ownStore, development, process.env.DEVELOPMENT === "full" ? routes : sample);
  } finally {
    await development.stop();
  }
});
