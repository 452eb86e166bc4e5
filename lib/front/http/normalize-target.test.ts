import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { expect, test } from "vitest";
import { normalizeTarget } from "./normalize-target.ts";

function normalize(url: string, method = "GET") {
  const req = new IncomingMessage(new Socket());
  Object.assign(req, { url, method });
  return normalizeTarget(req) ? req.url : null;
}

test.each([
  ["/cart?x=../y", "/cart?x=../y"],
  ["http://shop.example/api/skus?x", "/api/skus?x"],
  ["HTTPS://shop.example", "/"],
  ["/x/../api/session", "/api/session"],
  ["/x/%2e%2E/api/session?y", "/api/session?y"],
  ["/pictures/.%2e/cart", "/cart"],
  ["/..", "/"],
  ["//evil/..//x", "///x"],
  ["/a/...", "/a/..."],
  ["/a.b/..c/.d", "/a.b/..c/.d"],
])("%s is %s to everything behind the front", (target, path) => expect(normalize(target)).toBe(path));

test.each([
  "ftp://evil/robots.txt",
  "*",
  "robots.txt",
  "http:///",
  "http:///x",
  "http://?x",
  "http:\\\\x",
  "/products/%",
  "/products/%ff",
  "/%E0%A4%A?x",
  "/api/skus/%zz",
  "javascript:1",
])("%s is no target", (target) => expect(normalize(target)).toBeNull());

test("* is one for OPTIONS", () => expect(normalize("*", "OPTIONS")).toBe("*"));
