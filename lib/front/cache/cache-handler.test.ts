import { expect, test } from "vitest";
import CacheHandler from "./cache-handler.ts";

const handler = new CacheHandler();
const key = (path: string) => `/route-cache/APP_PAGE/abc/$${path}`;
const store = async (path: string, status: number | undefined) => {
  await handler.get(key(path));
  await handler.set(key(path), { html: "<p>page</p>", ...(status ? { status } : {}) }, {});
  return (await handler.get(key(path)))?.value ?? null;
};

test("a page that was found is kept; one that was not, is not", async () => {
  expect(await store("/products/a", undefined)).toEqual({ html: "<p>page</p>" });
  expect(await store("/products/b", 200)).toMatchObject({ status: 200 });
  expect(await store("/products/no-such", 404)).toBeNull();
});

test("a page that is there no more is not kept either", async () => {
  await store("/products/c", 200);
  await handler.set(key("/products/c"), { html: "<p>gone</p>", status: 404 }, {});
  expect(await handler.get(key("/products/c"))).toBeNull();
});
