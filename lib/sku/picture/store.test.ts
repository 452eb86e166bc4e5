import sharp from "sharp";
import { expect, test } from "vitest";
import { withRedis } from "#lib/redis/client.ts";
import { keys } from "#lib/redis/keys.ts";
import { changeSku, createSku, editSku, removeSku } from "#lib/sku/edit/edit.ts";
import { importSkus } from "#lib/sku/import/import.ts";
import { pathOfUpload, uploadIdOf } from "#lib/sku/picture-path.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { getSku } from "#lib/sku/store.ts";
import { photo } from "#test/make-pictures.ts";
import { setUpRedis } from "#test/servers/redis.ts";
import { launchTestCluster } from "#test/servers/redis-servers.ts";
import { sendToRedis } from "#test/servers/send-to-redis.ts";
import { noteUse } from "./scripts/note-use.ts";
import { addPicture, listUploads, MAX_PICTURES, readPicture, removeUpload } from "./store.ts";
import { findAllUses } from "./uses.ts";

const { server } = setUpRedis(launchTestCluster);
const send = (...command: string[]) => sendToRedis(server().url, ...command);

const lamp: Sku = {
  ...{ id: "LAMP", name: "Lamp", price: "10.00", stock: 3, category: "home", brand: "", description: "" },
  ...{ image: "/pictures/package.svg", purchaseLimit: null },
};

/** Uploads a picture. @returns its path and id */
async function upload(n = 0, name = "C:\\photos\\cup.png") {
  const added = await addPicture(await photo(700, 500, n).png().toBuffer(), name);
  if (!added.ok) throw new Error(added.message);
  return { ...added, id: uploadIdOf(added.image) ?? "" };
}

/** Makes every noted use older than a SKU that is about to be written. */
const ageUses = (id: string) =>
  withRedis(async (redis) => {
    for (const sku of await redis.zRange(keys.pictureSkus(id), 0, -1))
      await redis.zAdd(keys.pictureSkus(id), { score: 1, value: sku });
  });

test("an uploaded picture is kept once, in the sizes that pages use, and listed", async () => {
  const first = await upload();
  expect(await upload()).toEqual({ ...first, isNew: false });
  expect(first).toMatchObject({
    isNew: true,
    image: expect.stringMatching(/^\/pictures\/[0-9a-f]{32}-700x500\.webp$/),
  });
  const other = await upload(1);
  const listed = await listUploads();
  expect(new Set(listed.map(({ image }) => image))).toEqual(new Set([first.image, other.image]));
  const sizes = await Promise.all([1280, 640, 320].map((size) => readPicture(first.id, size)));
  expect(listed.find(({ id }) => id === first.id)).toMatchObject({
    ...{ name: "cup.png", width: 700, height: 500 },
    bytes: sizes.reduce((sum, file) => sum + (file?.length ?? 0), 0),
  });
  expect(await sharp(sizes[1] ?? undefined).metadata()).toMatchObject({ format: "webp", width: 640, height: 457 });
  const stored = await withRedis((redis) => redis.hLen(keys.picture(first.id)));
  expect(stored).toBe(6);
});

test("a Redis that does not answer a question takes no picture for missing, and none for unused", async () => {
  const { id, image } = await upload();
  await createSku({ ...lamp, image });
  await ageUses(id);
  await withRedis((redis) => redis.zAdd(keys.pictures, { score: 1, value: id }));
  await send("ACL", "SETUSER", "default", "-hget", "-hmget");
  try {
    await expect(listUploads()).rejects.toThrow("NOPERM");
    await expect(removeUpload(id)).rejects.toThrow("NOPERM");
  } finally {
    await send("ACL", "SETUSER", "default", "+@all");
  }
  expect((await listUploads()).map((upload) => upload.id)).toEqual([id]);
  expect(await readPicture(id)).not.toBeNull();
});

test("what is damaged or of another type is no picture", async () => {
  const { id } = await upload();
  await withRedis((redis) => redis.hSet(keys.picture(id), "320", "<html>"));
  expect(await readPicture(id, 320)).toBeNull();
  expect(await readPicture(id, 640)).not.toBeNull();
  const whole = await readPicture(id);
  await withRedis((redis) => redis.hSet(keys.picture(id), "1280", whole?.subarray(0, 900) ?? ""));
  expect(await readPicture(id)).toBeNull();
  await withRedis(async (redis) => {
    await redis.del(keys.picture(id));
    await redis.set(keys.picture(id), "x");
  });
  expect(await readPicture(id)).toBeNull();
  expect(await listUploads()).toEqual([]);
});

test("a SKU gets no picture that does not exist, by whichever way it is written", async () => {
  const gone = pathOfUpload(`${"0".repeat(32)}-8x8`);
  for (const image of [gone, "/pictures/no-such-thing.svg"]) {
    expect(await createSku({ ...lamp, image }), image).toEqual({ ok: false, reason: "no-picture" });
    expect(await getSku("LAMP")).toBeNull();
    await createSku(lamp);
    expect(await editSku("LAMP", { image }), image).toEqual({ ok: false, reason: "no-picture" });
    const options = { dryRun: false, setStock: false, operation: "" };
    const { errors } = await importSkus(Buffer.from(`id,image\nLAMP,${image}\n`), options);
    expect(errors, image).toMatchObject([{ line: 2, field: "image", message: expect.stringContaining("gallery") }]);
    expect(await getSku("LAMP")).toEqual(lamp);
    await removeSku("LAMP");
  }
  const { image } = await upload();
  expect(await createSku({ ...lamp, image })).toMatchObject({ ok: true, sku: { image } });
});

test("a SKU whose picture is gone can be changed otherwise, and its picture exchanged", async () => {
  const { id, image } = await upload();
  await createSku({ ...lamp, image });
  await withRedis((redis) => redis.del(keys.picture(id)));
  expect(await editSku("LAMP", { image, price: "11.00" })).toMatchObject({ ok: true, sku: { price: "11.00" } });
  expect(await editSku("LAMP", { image: "/pictures/tent.svg" })).toMatchObject({ ok: true });
  expect(await editSku("LAMP", { image })).toEqual({ ok: false, reason: "no-picture" });
});

test("what somebody else wrote in place of a picture is shown as the drawing of the department", async () => {
  for (const image of ["https://evil.example/x.png", "/icon.svg", "javascript:alert(1)", ""]) {
    await withRedis((redis) => redis.hSet(keys.sku("X"), { name: "X", price: "1.00", category: "audio", image }));
    expect(await getSku("X"), image).toMatchObject({ image: "/pictures/musical-notes.svg" });
  }
});

test("a picture is removed when no SKU uses it any more, and not before", async () => {
  const { id, image } = await upload();
  await createSku({ ...lamp, image });
  await createSku({ ...lamp, id: "OTHER", image });
  await ageUses(id);
  expect(await findAllUses([id])).toMatchObject([{ count: 2 }]);
  expect(await removeUpload(id)).toEqual({
    ok: false,
    reason: "used",
    count: 2,
    skus: expect.arrayContaining(["LAMP"]),
  });
  await editSku("LAMP", { image: "/pictures/tent.svg" });
  expect(await removeUpload(id)).toMatchObject({ ok: false, skus: ["OTHER"] });
  await removeSku("OTHER");
  expect(await removeUpload(id)).toEqual({ ok: true });
  expect(await removeUpload(id)).toEqual({ ok: false, reason: "unknown" });
  expect([await readPicture(id), await listUploads()]).toEqual([null, []]);
  expect(await withRedis((redis) => redis.exists(keys.pictureSkus(id)))).toBe(0);
});

test("a picture is not removed while a SKU with it is being written", async () => {
  const { id, image } = await upload();
  await createSku(lamp);
  await ageUses(id);
  let during: unknown;
  // The use is noted; the hash is not written yet.
  await withRedis(async (redis) => {
    await noteUse(redis, { picture: keys.picture(id), skus: keys.pictureSkus(id), sku: "LAMP" });
    await changeSku(redis, "LAMP", async () => {
      during = await removeUpload(id);
      return (await redis.hSet(keys.sku("LAMP"), "image", image)) >= 0;
    });
  });
  expect(during).toMatchObject({ ok: false, reason: "used", skus: ["LAMP"] });
  expect(await readPicture(id)).not.toBeNull();
});

test("there are as many pictures as the store keeps, and places of those that were never written come back", async () => {
  const { image } = await upload();
  const places = Array.from({ length: MAX_PICTURES - 1 }, (_, i) => {
    return { score: 1, value: `${String(i).padStart(32, "0")}-8x8` };
  });
  await withRedis((redis) => redis.zAdd(keys.pictures, places));
  expect((await upload()).image).toBe(image);
  const refused = await addPicture(await photo(90, 90).png().toBuffer(), "x");
  expect(refused).toMatchObject({
    ok: false,
    reason: "full",
    message: expect.stringContaining("500 uploaded pictures"),
  });
  expect(await listUploads()).toHaveLength(1);
  expect((await addPicture(await photo(90, 90).png().toBuffer(), "x")).ok).toBe(true);
});
