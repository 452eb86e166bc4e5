import sharp, { type Sharp } from "sharp";
import { expect, test } from "vitest";
import { blackPng, cutOut, photo } from "#test/make-pictures.ts";
import { encodePicture } from "./encode.ts";

/** AVIF takes seconds otherwise. */
const FAST = { effort: 1 };

/** What a picture becomes. */
async function encoded(bytes: Buffer) {
  const result = await encodePicture(bytes);
  if (!result.ok) throw new Error(result.message);
  const { sizes, ...picture } = result.picture;
  const full = sizes.get(1280) ?? Buffer.alloc(0);
  return { ...picture, sizes: [...sizes.keys()], full, files: sizes, metadata: await sharp(full).metadata() };
}

const refused = async (bytes: Buffer) => {
  const result = await encodePicture(bytes);
  return result.ok ? "accepted" : result.message;
};

/** The colour of a pixel, each channel rounded to 32 steps, as WebP does not keep it exactly. */
async function pixel(file: Buffer, left: number, top: number): Promise<number[]> {
  const raw = await sharp(file).extract({ left, top, width: 1, height: 1 }).raw().toBuffer();
  return [...raw].map((channel) => Math.round(channel / 32));
}

test.each(["png", "jpeg", "webp", "avif"] as const)("a %s file becomes WebP in three sizes", async (format) => {
  const { width, height, isCutOut, sizes, files, metadata } = await encoded(
    await photo(1600, 1200).toFormat(format, FAST).toBuffer(),
  );
  expect({ width, height, isCutOut, sizes }).toEqual({
    width: 1280,
    height: 960,
    isCutOut: false,
    sizes: [1280, 320, 640],
  });
  expect(metadata).toMatchObject({ format: "webp", width: 1280, height: 960 });
  expect(await sharp(files.get(320)).metadata()).toMatchObject({ width: 320, height: 240 });
});

test("a small picture is not enlarged, and one that is hardly visible is still a picture", async () => {
  expect(await encoded(await photo(400, 300).png().toBuffer())).toMatchObject({ width: 400, sizes: [1280, 320] });
  expect(await encoded(await photo(1, 1).png().toBuffer())).toMatchObject({ width: 1, height: 1, sizes: [1280] });
  expect(await encoded(await photo(9000, 2).png().toBuffer())).toMatchObject({ width: 1280, height: 1 });
});

test("the same picture twice has the same digest, another one another", async () => {
  const digest = async (n: number) => (await encoded(await photo(300, 300, n).png().toBuffer())).digest;
  const first = await digest(1);
  expect(await digest(1)).toBe(first);
  expect(await digest(2)).not.toBe(first);
});

test("a photograph stands upright, and says nothing of its place and camera", async () => {
  const left = { r: 250, g: 0, b: 0 };
  const bytes = await sharp({ create: { width: 200, height: 100, channels: 3, background: left } })
    .composite([{ input: { create: { width: 100, height: 100, channels: 3, background: "#00f" } }, left: 100, top: 0 }])
    .withExif({
      IFD0: { Make: "Secret Camera", Copyright: "Secret Person" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 0/1", GPSLongitudeRef: "W", GPSLongitude: "0/1 7/1 0/1" },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret/></x:xmpmeta>')
    .withIccProfile("p3")
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toBuffer();
  expect(bytes.includes("Secret Camera")).toBe(true);
  const { width, height, full, files, metadata } = await encoded(bytes);
  expect([width, height]).toEqual([100, 200]);
  // Turned clockwise, the left side is the top.
  expect([await pixel(full, 50, 20), await pixel(full, 50, 180)]).toEqual([
    [8, 0, 0],
    [0, 0, 8],
  ]);
  for (const name of ["exif", "xmp", "icc", "iptc", "orientation"] as const)
    expect(metadata[name], name).toBeUndefined();
  for (const file of files.values()) expect(file.toString("latin1")).not.toMatch(/Secret|Exif|GPS|xmpmeta/);
});

test("transparency is kept, and a channel for it that is not used is not", async () => {
  const cut = await encoded(await (await cutOut(800, 600)).png().toBuffer());
  expect(cut).toMatchObject({ isCutOut: true, metadata: { hasAlpha: true } });
  expect((await pixel(cut.full, 799, 599))[3]).toBe(0);
  const opaque = await encoded(await photo(64, 64).ensureAlpha().png().toBuffer());
  expect(opaque).toMatchObject({ isCutOut: false, metadata: { hasAlpha: false } });
});

test.each([
  ["CMYK JPEG", (picture: Sharp) => picture.toColourspace("cmyk").jpeg()],
  ["16-bit PNG", (picture: Sharp) => picture.toColourspace("rgb16").png()],
  ["grey PNG", (picture: Sharp) => picture.greyscale().png()],
  ["grey PNG with transparency", (picture: Sharp) => picture.greyscale().ensureAlpha(0.5).png()],
  ["PNG of a palette", (picture: Sharp) => picture.png({ palette: true, colours: 16 })],
  ["progressive JPEG", (picture: Sharp) => picture.jpeg({ progressive: true })],
])("a %s is shown in eight bits of sRGB, in about its colours", async (name, to) => {
  const background = { r: 200, g: 60, b: 40 };
  const bytes = await to(sharp({ create: { width: 40, height: 40, channels: 3, background } })).toBuffer();
  const { full, metadata } = await encoded(bytes);
  expect(metadata).toMatchObject({ format: "webp", space: "srgb", depth: "uchar" });
  const wanted = name.startsWith("grey") ? [3, 3, 3] : [6, 2, 1];
  const shown = await pixel(full, 20, 20);
  for (const [i, channel] of wanted.entries()) expect(Math.abs((shown[i] ?? 99) - channel)).toBeLessThanOrEqual(1);
});

test("of an animation it is the first frame", async () => {
  const frames = await Promise.all(
    ["#f00", "#00f"].map((background) =>
      sharp({ create: { width: 50, height: 50, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  const animated = await sharp(frames, { join: { animated: true } })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer();
  expect((await sharp(animated, { animated: true }).metadata()).pages).toBe(2);
  const { full, width, height, metadata } = await encoded(animated);
  expect([width, height, metadata.pages ?? 1, await pixel(full, 25, 25)]).toEqual([50, 50, 1, [8, 0, 0]]);
});

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
const WRONG_TYPE = "must be a PNG, JPEG, WebP or AVIF file";

test.each([
  ["nothing", Buffer.alloc(0), "is empty"],
  ["a drawing with a script", Buffer.from(SVG), WRONG_TYPE],
  ["a drawing after a declaration", Buffer.from(`<?xml version="1.0"?>${SVG}`), WRONG_TYPE],
  ["a page", Buffer.from("<!doctype html><script>alert(1)</script>"), WRONG_TYPE],
  ["zeros", Buffer.alloc(1000), WRONG_TYPE],
  [
    "a signature alone",
    Buffer.from("\x89PNG\r\n\x1a\n0000", "latin1"),
    "can't be read: the file is damaged or incomplete",
  ],
  ["a picture without pixels", blackPng(0, 0), "can't be read: the file is damaged or incomplete"],
])("%s is no picture", async (_, bytes, message) => expect(await refused(bytes)).toBe(message));

test("a GIF or TIFF file is no picture for the store, whatever begins it", async () => {
  const gif = await photo(20, 20).gif().toBuffer();
  expect(await refused(gif)).toBe(WRONG_TYPE);
  expect(await refused(await photo(20, 20).tiff().toBuffer())).toBe(WRONG_TYPE);
  const jpegHead = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
  const webpHead = Buffer.from("RIFF\xff\x00\x00\x00WEBP", "latin1");
  expect(await refused(Buffer.concat([webpHead, Buffer.from(SVG)]))).toMatch(/damaged/);
  expect(await refused(Buffer.concat([jpegHead, gif]))).toMatch(/damaged/);
  expect(await refused(Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.from(SVG)]))).toMatch(
    /damaged/,
  );
});

test.each(["png", "jpeg", "webp", "avif"] as const)("a %s file that was cut off is refused", async (format) => {
  const whole = await photo(600, 400).toFormat(format, FAST).toBuffer();
  for (const part of [0.3, 0.7, 0.95])
    expect(await refused(whole.subarray(0, Math.floor(whole.length * part))), `${part}`).toMatch(
      /damaged or incomplete/,
    );
});

test("what is hidden in a picture is not kept", async () => {
  const picture = await photo(60, 60).png().toBuffer();
  const hidden = Buffer.from("<!doctype html><script>alert(1)</script><?php evil(); ?>", "latin1");
  for (const file of (await encoded(Buffer.concat([picture, hidden]))).files.values()) {
    expect(file.toString("latin1")).not.toMatch(/script|php/);
    expect(file.readUInt32LE(4) + 8).toBe(file.length);
  }
});

test("a small file of too many pixels is refused before it is decoded", async () => {
  const bomb = blackPng(20_000, 20_000);
  expect(bomb.length).toBeLessThan(100_000);
  const before = process.memoryUsage.rss();
  expect(await refused(bomb)).toBe("has more than 50 million pixels");
  expect(process.memoryUsage.rss() - before).toBeLessThan(100e6);
});

test("one picture is encoded at a time, and a crowd of them is told to wait", async () => {
  const picture = await photo(900, 900).png().toBuffer();
  const results = await Promise.all(Array.from({ length: 12 }, () => encodePicture(picture)));
  expect(results.filter(({ ok }) => ok)).toHaveLength(8);
  expect(results.filter((result) => !result.ok && result.reason === "busy")).toHaveLength(4);
  expect((await encodePicture(picture)).ok).toBe(true);
});
