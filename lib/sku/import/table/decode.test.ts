import { expect, test } from "vitest";
import { decodeTable } from "./decode.ts";

const TEXT = "id,name\na,Möbel – 5 €\n";
const utf16 = (order: "le" | "be") => {
  const bytes = Buffer.from(`\uFEFF${TEXT}`, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
};
const in1252 = Buffer.concat([
  Buffer.from("id,name\na,M"),
  Buffer.from([0xf6]),
  Buffer.from("bel "),
  Buffer.from([0x96]),
  Buffer.from(" 5 "),
  Buffer.from([0x80]),
  Buffer.from("\n"),
]);

test.each([
  ["UTF-8", Buffer.from(TEXT)],
  ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${TEXT}`)],
  ["UTF-16, little endian", utf16("le")],
  ["UTF-16, big endian", utf16("be")],
  ["UTF-16 without a byte order mark, little endian", utf16("le").subarray(2)],
  ["UTF-16 without a byte order mark, big endian", utf16("be").subarray(2)],
  ["Windows-1252", in1252],
])("a file in %s is read as it was written", (_, bytes) =>
  expect(decodeTable(bytes)).toEqual({ ok: true, utf8: Buffer.from(TEXT) }),
);

test("a file that fits nothing, or mixes encodings, is refused by its line", () => {
  const mixed = Buffer.concat([Buffer.from("id,name\na,Öl\nb,M"), Buffer.from([0xf6]), Buffer.from("bel\n")]);
  expect(decodeTable(mixed)).toMatchObject({ ok: false, error: { line: 2 } });
  expect(decodeTable(Buffer.from([0x61, 0x0a, 0x81, 0xff]))).toMatchObject({ ok: false, error: { line: 2 } });
  expect(decodeTable(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))).toMatchObject({ ok: false });
});
