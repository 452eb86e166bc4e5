import { type APIRequestContext, request } from "@playwright/test";
import { read, readProblem } from "#e2e/support/api.ts";
import { expect, newName, signInAsAdmin, test } from "#e2e/support/test.ts";
import { auditList, pictureAdded, pictureList } from "#lib/web/openapi/replies/admin.ts";
import { photo } from "#test/make-pictures.ts";

/** Uploaded pictures over HTTP. */

const LIMIT = 5 * 1024 * 1024;
const open = () => request.newContext({ baseURL: process.env.STORE_URL ?? "" });
/** A picture that no other test uploads. */
const picture = async (n = Math.random() * 1000) => photo(500, 400, n).png().toBuffer();
const asFile = (buffer: Buffer, mimeType = "image/png") => ({ name: "a cup.png", mimeType, buffer });

let admin: APIRequestContext;
test.beforeAll(async () => {
  admin = await open();
  await signInAsAdmin(admin);
});
test.afterAll(() => admin.dispose());

const send = (data: Buffer, type = "application/octet-stream") =>
  admin.post("/api/admin/pictures?name=cup.png", { headers: { "content-type": type }, data });

test("a picture is uploaded, shown by a SKU, in use, and removed; both acts are in the audit trail", async ({
  redis,
}) => {
  const bytes = await picture();
  const { image } = await read(await send(bytes), 201, pictureAdded);
  expect(await read(await send(bytes, "image/gif"), 200, pictureAdded)).toEqual({ image });
  const inForm = await admin.post("/api/admin/pictures", { multipart: { picture: asFile(bytes, "text/plain") } });
  expect(await read(inForm, 200, pictureAdded)).toEqual({ image });
  const shown = await (await open()).get(image);
  expect([shown.status(), shown.headers()["content-type"]]).toEqual([200, "image/webp"]);
  expect(shown.headers()["cache-control"]).toBe("public, max-age=31536000, immutable");

  const id = newName();
  const sku = { id, name: "A cup", price: "5.00", stock: 1, category: "kitchen" };
  const gone = image.replace(/[0-9a-f]{8}/, "00000000");
  const refused = await readProblem(await admin.post("/api/skus", { data: { ...sku, image: gone } }), 422);
  expect(refused.errors?.image).toContain("gallery");
  expect((await admin.post("/api/skus", { data: { ...sku, image } })).status()).toBe(201);
  const page = await (await admin.get(`/products/${id}`)).text();
  expect(page).toContain(`${image}?department=kitchen`);
  expect(page).toMatch(new RegExp(`"image":"[^"]*${image}"`));
  const shared = /property="og:image" content="[^"]*(\/products\/[^"]+)"/.exec(page)?.[1] ?? "";
  expect((await admin.get(shared.replaceAll("&amp;", "&"))).headers()["content-type"]).toBe("image/png");
  expect(
    (await readProblem(await admin.patch(`/api/skus/${id}`, { data: { image: gone } }), 422)).errors,
  ).toHaveProperty("image");

  const key = image.slice("/pictures/".length, -".webp".length);
  expect((await readProblem(await admin.delete(`/api/admin/pictures/${key}`), 409)).detail).toContain(id);
  const { items } = await read(await admin.get("/api/admin/pictures"), 200, pictureList);
  expect(items.find((item) => item.image === image)).toMatchObject({
    name: "a cup.png",
    usedBy: { skus: [id], count: 1 },
  });
  expect((await admin.delete(`/api/skus/${id}`)).status()).toBe(200);
  // As if it had been noted earlier than a moment ago, when the SKU might have been about to be written.
  await redis("ZADD", `{picture:${key}}:skus`, "1", id);
  expect((await admin.delete(`/api/admin/pictures/${key}`)).status()).toBe(204);
  expect((await admin.delete(`/api/admin/pictures/${key}`)).status()).toBe(404);
  const audit = await read(await admin.get("/api/admin/audit?limit=200"), 200, auditList);
  expect(audit.items.filter(({ on }) => on === image).map(({ what }) => what)).toEqual([
    "picture-removed",
    "picture-added",
  ]);
});

test("what is no picture, or too large, is refused in words, as a body and in a form", async () => {
  for (const [bytes, status, words] of [
    [Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), 422, "must be a PNG, JPEG, WebP or AVIF file"],
    [Buffer.alloc(0), 422, "is empty"],
    [(await picture()).subarray(0, 900), 422, "damaged or incomplete"],
    [Buffer.alloc(LIMIT + 1), 413, "at most 5 MB"],
    [Buffer.alloc(LIMIT), 422, "must be a PNG"],
    [Buffer.alloc(13 * 1024 * 1024), 413, "at most"],
  ] as const) {
    expect((await readProblem(await send(bytes, "image/png"), status)).detail).toContain(words);
    const inForm = await admin.post("/api/admin/pictures", { multipart: { picture: asFile(bytes) } });
    expect((await readProblem(inForm, status)).detail).toContain(words);
  }
  for (const type of ["multipart/form-data", "multipart/form-data; boundary=x"])
    await readProblem(await send(await picture(), type), 400);
  const twoFields = await admin.post("/api/admin/pictures", { multipart: { other: asFile(await picture()) } });
  expect((await readProblem(twoFields, 422)).errors).toEqual({ picture: "is empty" });
});

test("a form that names its page is answered by that page, and never by another site", async () => {
  for (const [back, path] of [
    ["/admin/skus/new", "/admin/skus/new"],
    ["//evil.example/x", "/admin/skus"],
    ["/cart", "/admin/skus"],
  ] as const) {
    const multipart = { picture: asFile(await picture()), back, name: "Typed" };
    const reply = await admin.post("/api/admin/pictures", { multipart, maxRedirects: 0 });
    expect([reply.status(), reply.headers().location], back).toEqual([303, expect.stringMatching(`^${path}\\?draft=`)]);
  }
});
