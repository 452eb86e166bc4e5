import fc from "fast-check";
import { expect, test } from "vitest";
import { localPath } from "./local-path.ts";

test.each([
  "//evil.example",
  "/\\evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "evil.example",
  "/..//evil.example/x",
  "/.//evil.example",
  "/%2e%2e//evil.example",
  "/%2E//evil.example",
  "/a/..//evil.example",
  "/a\\..\\..//evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "//site.invalid@evil.example",
  "///evil.example",
  "",
  undefined,
])("an address elsewhere is never a target: %j", (path) => {
  expect(localPath(path, "/account")).toBe("/account");
});

test.each([
  ["/orders", "/orders"],
  ["/search?q=日本", "/search?q=%E6%97%A5%E6%9C%AC"],
  ["/categories/audio?x=//evil.example#part", "/categories/audio?x=//evil.example#part"],
  ["/a/../cart", "/cart"],
  ["/products/a%2Fb", "/products/a%2Fb"],
])("a path of this site is one, in its resolved form: %s", (path, resolved) => {
  expect(localPath(path, "/account")).toBe(resolved);
});

test("whatever comes out stays on this site, however often it is resolved, and fits into a header", () => {
  const segment = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    "%2e",
    "%2f",
    "%5c",
    "evil.example",
    "a",
    "?",
    "#",
    "@",
    ":",
    "\t",
    "ü",
  );
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 12 }), (segments) => {
      const target = localPath(`/${segments.join("")}`, "/account");
      expect(new URL(target, "https://shop.example").origin).toBe("https://shop.example");
      expect(localPath(target, "/account")).toBe(target);
      expect(target).toMatch(/^[\x20-\x7e]*$/);
    }),
  );
});
