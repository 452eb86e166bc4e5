import { expect, test } from "vitest";
import { createSkuBody, editSkuBody } from "./schema.ts";

const sku = { id: "sku1", name: "A cup", price: "5.00", stock: 1, category: "kitchen" };

/** Whether a new and an existing SKU may have this picture; they agree. */
function accepts(image: string): boolean {
  const created = createSkuBody.safeParse({ ...sku, image }).success;
  expect(editSkuBody.safeParse({ image }).success).toBe(created);
  return created;
}

test.each(["/pictures/package.svg", `/pictures/${"0".repeat(32)}-1280x960-alpha.webp`])(
  "a picture is a drawing or an uploaded one: %s",
  (image) => expect(accepts(image)).toBe(true),
);

test.each([
  "/a",
  "/pictures/a_b-c.1.png",
  "javascript:alert(1)",
  "data:image/svg+xml,<svg/>",
  "https://evil.example/x.svg",
  "//evil.example/x.svg",
  "/\\evil.example/x.svg",
  "\\\\evil.example/x.svg",
  "pictures/package.svg",
  "/pictures/../api/auth/logout",
  "/pictures/%2e%2e/x.svg",
  '/x.svg" onerror="alert(1)',
  "/x.svg'><script>",
  "/x.svg?a=b",
  "/x.svg#a",
  "/a b.svg",
  "/a\nb.svg",
  "/",
  "",
  `/${"x".repeat(200)}`,
])("ASVS 1.2.2: no picture leads to another site, out of its folder or out of its attribute: %j", (image) => {
  expect(accepts(image)).toBe(false);
});
