import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { addPicture } from "#lib/sku/picture/store.ts";
import { pathOfUpload, uploadIdOf } from "#lib/sku/picture-path.ts";
import { photo } from "#test/make-pictures.ts";
import { setUpRedis, whileFrozen, withRequestTimeouts } from "#test/servers/redis.ts";
import { makeFront } from "./front.ts";

const { server: redisServer } = setUpRedis();

const server = createServer(
  makeFront(async (_, res) => {
    res.end("Next.js");
  }),
);
beforeAll(() => new Promise<void>((done) => void server.listen(0, "127.0.0.1", done)));
afterAll(() => void server.close());

function get(path: string, headers: Record<string, string> = {}, method = "GET") {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status?: number; headers: NodeJS.Dict<string | string[]>; body: Buffer }>((resolve, reject) => {
    request({ port, host: "127.0.0.1", path, method, headers }, async (res) => {
      const chunks: Buffer[] = [];
      for await (const piece of res) chunks.push(piece);
      resolve({ status: res.statusCode, headers: res.headers, body: Buffer.concat(chunks) });
    })
      .on("error", reject)
      .end();
  });
}

/** Uploads a picture. @returns its id */
async function upload(n: number): Promise<string> {
  const added = await addPicture(await photo(700, 500, n).png().toBuffer(), "cup.png");
  return added.ok ? (uploadIdOf(added.image) ?? "") : "";
}

const drawing = (name: string) => readFileSync(`public/pictures/${name}.svg`);

test("an uploaded picture is sent in each size, to be kept for ever", async () => {
  const id = await upload(1);
  const { status, headers, body } = await get(`${pathOfUpload(id)}?department=toys`);
  expect([status, (await sharp(body).metadata()).width]).toEqual([200, 700]);
  expect(headers).toMatchObject({
    "content-type": "image/webp",
    "content-length": String(body.length),
    "cache-control": "public, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringContaining("default-src 'none'"),
  });
  expect(headers["content-encoding"]).toBeUndefined();
  const small = await get(pathOfUpload(id, 320));
  expect((await sharp(small.body).metadata()).width).toBe(320);
  expect(small.headers.etag).not.toBe(headers.etag);
  const again = await get(pathOfUpload(id), { "if-none-match": String(headers.etag) });
  expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, headers.etag]);
  const head = await get(pathOfUpload(id), {}, "HEAD");
  expect([head.status, head.headers["content-length"], head.body.length]).toEqual([200, String(body.length), 0]);
  const post = await get(pathOfUpload(id), {}, "POST");
  expect([post.status, post.headers.allow]).toEqual([405, "GET, HEAD, OPTIONS"]);
});

test("a picture that is gone or damaged is shown as the drawing of its department", async () => {
  const id = await upload(2);
  await withRedis((redis) => redis.hSet(keys.picture(id), "320", "damaged"));
  const damaged = await get(`${pathOfUpload(id, 320)}?department=toys`);
  expect([damaged.status, damaged.body]).toEqual([404, drawing("carousel-horse")]);
  await withRedis((redis) => redis.del(keys.picture(id)));
  const gone = await get(`${pathOfUpload(id)}?department=kitchen`);
  expect([gone.status, gone.body]).toEqual([404, drawing("shallow-pan-of-food")]);
  expect(gone.headers).toMatchObject({
    "content-type": "image/svg+xml; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  const head = await get(pathOfUpload(id), {}, "HEAD");
  expect([head.status, head.body.length]).toEqual([404, 0]);
});

test.each([
  "/pictures/no-such-thing.svg",
  `/pictures/${"0".repeat(32)}-8x8.webp?department=../../package`,
  `/pictures/320/${"0".repeat(32)}-8x8.webp`,
  "/pictures/a/b.jpg?department=nowhere",
])("there is a drawing in place of %s", async (path) => {
  const { status, body } = await get(path);
  expect([status, body]).toEqual([404, drawing("package")]);
});

test.each(["/pictures", "/pictures/", "/pictures/readme", "/pictures/../../package.json"])(
  "%s is no picture",
  async (path) => expect((await get(path)).body.toString()).toBe("Next.js"),
);

test("while Redis does not answer, a picture that was shown is there, and another a drawing that says to ask again", async () => {
  const [kept, other] = [await upload(3), await upload(4)];
  await get(pathOfUpload(kept));
  await withRequestTimeouts(() =>
    whileFrozen(redisServer(), async () => {
      expect((await get(pathOfUpload(kept))).status).toBe(200);
      const away = await get(`${pathOfUpload(other)}?department=audio`);
      expect([away.status, away.body, away.headers["retry-after"]]).toEqual([503, drawing("musical-notes"), "1"]);
    }),
  );
  expect((await get(pathOfUpload(other))).status).toBe(200);
});
