import { globSync } from "node:fs";
import { expect, test } from "vitest";
import { ADMIN_PAGES, findPages } from "./admin-pages.ts";

test("each page whose address is fixed is found by name", () => {
  const files = globSync("app/admin/**/page.tsx").filter((file) => !file.includes("["));
  const addresses = files.map((file) => `/${file.replace(/^app\//, "").replace(/\/page\.tsx$/, "")}`);
  expect(ADMIN_PAGES.map(({ href }) => href).sort()).toEqual(addresses.sort());
});

test("pages are found by the beginnings of words, those with it in their title first", () => {
  const titles = (text: string) => findPages(text).map(({ title }) => title);
  expect(titles("ORD")).toEqual(["Orders"]);
  expect(titles("pro")).toEqual(["Catalogue", "New SKU", "Import SKUs"]);
  expect(titles("redis")).toEqual(["Redis", "Redis Insight", "Command line"]);
  expect(titles("create acc")).toEqual(["New account"]);
  expect(titles("xyzzy")).toEqual([]);
  expect(titles("")).toHaveLength(ADMIN_PAGES.length);
});
