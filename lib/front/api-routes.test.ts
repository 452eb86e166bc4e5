import { expect, test } from "vitest";
import { Reply } from "#lib/web/routes/reply.ts";
import { isApiTarget, loadApiRoutes, matchRoute } from "./api-routes.ts";

const routes = await loadApiRoutes(process.cwd());

/** What the table says: the path parameters for a handler, else status and headers. */
function find(method: string, target: string) {
  const match = matchRoute(routes, method, target);
  if (!(match instanceof Reply)) return match.params;
  const { status, headers } = match;
  return {
    status,
    ...(headers.allow ? { allow: headers.allow } : {}),
    ...(headers.location && { to: headers.location }),
  };
}

test("every file has handlers", () => {
  expect(routes.length).toBeGreaterThan(20);
  for (const { pattern, handlers } of routes) expect([...handlers.keys()], String(pattern)).not.toEqual([]);
});

test("an address of the API leads to its handler, with decoded parameters", () => {
  expect(find("GET", "/api/skus?q=a%20b&q=%zz")).toEqual({});
  expect(find("HEAD", "/api/skus/%73ku%20123")).toEqual({ id: "sku 123" });
  expect(find("POST", "/api/wishlist/sku123/cart")).toEqual({ sku: "sku123" });
  expect(find("GET", "/api/admin/skus.csv")).toEqual({});
  expect(find("GET", "/api/skus/__proto__")).toEqual({ id: "__proto__" });
});

test("an unknown address is 404, another method 405 with `Allow`, OPTIONS 204 with it", () => {
  for (const target of ["/api", "/api?q", "/api/nothing", "/api/health", "/api/skus/a/b", "/api/admin/skus-csv"])
    expect(find("GET", target), target).toEqual({ status: 404 });
  expect(find("PUT", "/api/cart")).toEqual({ status: 405, allow: "GET, HEAD, DELETE, OPTIONS" });
  expect(find("TRACE", "/api/checkout")).toEqual({ status: 405, allow: "POST, OPTIONS" });
  expect(find("OPTIONS", "/api/checkout")).toEqual({ status: 204, allow: "POST, OPTIONS" });
});

test("a trailing slash is redirected away, as Next.js does it for pages, and never to another site", () => {
  expect(find("POST", "/api/cart/items/?a=b?c")).toEqual({ status: 308, to: "/api/cart/items?a=b?c" });
  expect(find("GET", "/api//")).toEqual({ status: 308, to: "/api" });
});

test("addresses outside the API are not of the table", () => {
  for (const target of ["/", "/apiary", "/products/%zz", "//api/cart", "/API/cart"])
    expect(isApiTarget(target), target).toBe(false);
});
