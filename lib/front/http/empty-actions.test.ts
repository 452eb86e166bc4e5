import { expect, test } from "vitest";
import { createEmptyActionFilter, removeEmptyActions } from "./empty-actions.ts";

test("a form has no empty action, wherever a document is cut into pieces", () => {
  const form =
    '<form class="a" action="" encType="multipart/form-data" method="POST"><input name="$ACTION_ID_1"/></form>';
  const text = `<p>${form}${form} action="</p>`;
  const expected = text.replaceAll(' action="" ', " ");
  expect(removeEmptyActions(text)).toBe(expected);
  for (let size = 1; size < 60; size++) {
    const filter = createEmptyActionFilter();
    let sent = "";
    for (let at = 0; at < text.length; at += size) sent += filter.pass(Buffer.from(text.slice(at, at + size)));
    expect(sent + filter.rest(), `pieces of ${size}`).toBe(expected);
  }
});
