import { expect, test } from "vitest";
import { describeViolation } from "./describe-violation.ts";

const site = "https://store.example";
const reduce = (given: Partial<Parameters<typeof describeViolation>[0]>) =>
  describeViolation({ directive: "script-src-elem", blocked: "inline", document: `${site}/cart`, ...given });

test.each([
  ["inline", "inline"],
  ["wasm-eval", "wasm-eval"],
  ["data", "data"],
  ["https://evil.example:8443/x.js?sid=secret#y", "evil.example:8443"],
  ["https://user:password@evil.example/", "evil.example"],
  ["WSS://Evil.example/socket", "evil.example"],
  ["chrome-extension://abcdef/inject.js", "chrome-extension"],
  ["data:text/javascript,alert(document.cookie)", "data"],
  ["", "unknown"],
  ["in\u0000line", "unknown"],
  ["two words", "unknown"],
  [`https://${"long.".repeat(40)}example/`, "long.".repeat(40).slice(0, 64)],
])("what was blocked is a host, a scheme or a keyword: %j", (blocked, expected) => {
  expect(reduce({ blocked }).blocked).toBe(expected);
});

test.each([
  [`${site}/search?q=private#part`, "/search"],
  [`${site}/products/sku123`, "/products/sku123"],
  [`${site}/orders/0123456789ABCDEF`, "/orders/…"],
  [`${site}/admin/orders/0123456789ABCDEF?q=a@b.example`, "/admin/orders/…"],
  [`${site}/a b\u0007c\nd`, "/a%20b%07cd"],
  [`${site}/${"x".repeat(200)}`, `/${"x".repeat(63)}`],
  ["about", "unknown"],
  ["about:srcdoc", "unknown"],
  ["", "unknown"],
])("a page is a short path, without query, control characters and the ids of orders: %j", (document, expected) => {
  expect(reduce({ document }).page).toBe(expected);
});

test("of a whole directive the name is counted", () => {
  expect(reduce({ directive: "script-src 'self' 'nonce-abc'" }).directive).toBe("script-src");
});
