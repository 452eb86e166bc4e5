import { expect, test } from "vitest";
import { loadApiRoutes, matchRoute } from "./api-routes.ts";

const routes = await loadApiRoutes(process.cwd());
const judge = (method: string, url: string) => {
  const found = matchRoute(routes, method, url);
  return found && [found.problem.status, found.allow];
};

test("every file has methods", () => {
  expect(routes.length).toBeGreaterThan(20);
  for (const { pattern, methods } of routes) expect(methods, String(pattern)).not.toEqual([]);
});

test("an address of the API is accepted, also with a query, a trailing slash or an escape", () => {
  for (const url of ["/api/cart", "/api/cart/", "/api/skus?q=a%20b", "/api/skus/sku123", "/api/wishlist/sku123/cart"])
    expect(judge(url.endsWith("/cart") && url !== "/api/cart" ? "POST" : "GET", url), url).toBeNull();
  expect(judge("HEAD", "/api/skus/%73ku123")).toBeNull();
  expect(judge("OPTIONS", "/api/checkout")).toBeNull();
  expect(judge("GET", "/api/admin/skus.csv")).toBeNull();
});

test("an unknown address is 404, an invalid escape 400, another method 405 with `Allow`", () => {
  for (const url of ["/api", "/api/nothing", "/api/health", "/api/skus/a/b", "/api/admin/skus-csv"])
    expect(judge("GET", url), url).toEqual([404, undefined]);
  for (const url of ["/api/skus/%zz", "/api/orders/%E0%A4%A"]) expect(judge("GET", url), url).toEqual([400, undefined]);
  expect(judge("PUT", "/api/cart")).toEqual([405, "GET, HEAD, DELETE, OPTIONS"]);
  expect(judge("TRACE", "/api/checkout")).toEqual([405, "POST, OPTIONS"]);
});

test("addresses outside the API are not checked", () => {
  for (const url of ["/", "/apiary", "/products/%zz"]) expect(judge("PUT", url), url).toBeNull();
});
