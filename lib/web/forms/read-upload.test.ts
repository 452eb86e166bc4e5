import { expect, test } from "vitest";
import { readUpload } from "./read-upload.ts";

/** A form as a browser sends it. */
async function sent(fields: Record<string, string | File>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  const body = new Response(form);
  return [Buffer.from(await body.arrayBuffer()), body.headers.get("content-type") ?? ""] as const;
}

test("a form gives its file, its page and what was typed, without what belongs to Next.js", async () => {
  const picture = new File(["bytes"], "cup ☕.png");
  const [bytes, type] = await sent({ picture, back: "/admin/skus/A?x=1#y", name: "Line\nbreak", $ACTION_ID: "x" });
  expect(await readUpload(bytes, type, "")).toEqual({
    ...{ file: Buffer.from("bytes"), name: "cup ☕.png" },
    page: { path: "/admin/skus/A", values: { name: "Line\r\nbreak" } },
  });
  const [noFile, itsType] = await sent({ back: "/admin/skus/../../login", picture: "text" });
  expect(await readUpload(noFile, itsType, "")).toMatchObject({ file: Buffer.alloc(0), page: { path: "/admin/skus" } });
});

test("anything else is the file itself, and what claims to be a form and is none is nothing", async () => {
  const bytes = Buffer.from("bytes");
  expect(await readUpload(bytes, "image/png", "cup.png")).toEqual({ file: bytes, name: "cup.png", page: null });
  for (const type of ["multipart/form-data", "multipart/form-data; boundary=x", 'Multipart/Form-Data; boundary="x"'])
    expect(await readUpload(bytes, type, ""), type).toBeNull();
});

test("a form of many parts is refused before it is read", async () => {
  const parts = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(100_000);
  for (const boundary of ["x", '"x"'])
    expect(await readUpload(Buffer.from(`${parts}--x--`), `multipart/form-data; boundary=${boundary}`, "")).toBeNull();
});
