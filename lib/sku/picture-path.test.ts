import { expect, test } from "vitest";
import { isPicturePath, parseUploadPath, pathOfUpload, uploadIdOf } from "./picture-path.ts";

const ID = `${"0123456789abcdef".repeat(2)}-1280x960`;

test("the path of an uploaded picture says what a page needs to know of it, and fits into a compact hash", () => {
  expect(parseUploadPath(pathOfUpload(ID))).toEqual({ id: ID, size: 1280, width: 1280, height: 960, isCutOut: false });
  expect(parseUploadPath(pathOfUpload(`${ID}-alpha`, 320))).toMatchObject({ size: 320, isCutOut: true });
  expect(Buffer.byteLength(pathOfUpload(`${"f".repeat(32)}-1280x1280-alpha`))).toBeLessThanOrEqual(64);
});

test("a SKU has the full size, and there is no size that would enlarge a picture", () => {
  expect(uploadIdOf(pathOfUpload(ID))).toBe(ID);
  expect(uploadIdOf(pathOfUpload(ID, 320))).toBeNull();
  expect(parseUploadPath(pathOfUpload(`${"f".repeat(32)}-320x200`, 320))).toBeNull();
  expect(parseUploadPath(pathOfUpload(ID, 500))).toBeNull();
});

test.each([
  "/pictures/0.webp",
  `/pictures/${ID.toUpperCase()}.webp`,
  `/pictures/${ID}.webp.svg`,
  `/pictures/../${ID}.webp`,
  `/pictures/${ID}.webp?x`,
  `/pictures/${"f".repeat(32)}-0x5.webp`,
])("%s is no picture of a SKU", (path) => expect(isPicturePath(path)).toBe(false));
