import { expect, test } from "vitest";
import { readFormData } from "./form-data.ts";

/** A form as a browser sends it. */
async function sent(form: FormData): Promise<[Buffer, string]> {
  const response = new Response(form);
  return [Buffer.from(await response.arrayBuffer()), response.headers.get("content-type") ?? ""];
}

function formOf(fields: number): FormData {
  const form = new FormData();
  for (let i = 0; i < fields; i++) form.append("field", String(i));
  return form;
}

test("a form with files or without is read; what is none is null", async () => {
  const form = formOf(1);
  form.append("file", new File(["bytes"], "a.csv"));
  const read = await readFormData(...(await sent(form)), 10);
  expect(read?.get("field")).toBe("0");
  const file = read?.get("file");
  expect(file instanceof File && (await file.text())).toBe("bytes");
  const typed = await readFormData(Buffer.from("a=1&b=2"), "application/x-www-form-urlencoded", 1);
  expect([...(typed ?? [])]).toEqual([
    ["a", "1"],
    ["b", "2"],
  ]);
  expect(await readFormData(Buffer.from("a=1"), "multipart/form-data; boundary=x", 10)).toBeNull();
  expect(await readFormData(Buffer.from("{}"), "application/json", 10)).toBeNull();
});

test("a form with more parts than it may have is not read", async () => {
  expect([...((await readFormData(...(await sent(formOf(50))), 50)) ?? [])]).toHaveLength(50);
  const [body, type] = await sent(formOf(51));
  expect(await readFormData(body, type, 50)).toBeNull();
  expect(await readFormData(body, type.replace(/=(.*)/, '="$1"'), 50)).toBeNull();
});
