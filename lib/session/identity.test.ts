import { expect, test } from "vitest";
import { newSid, publicIdOf } from "./identity.ts";

test("a public id can be typed at a terminal: it is hexadecimal and never begins with a dash", () => {
  for (let i = 0; i < 1000; i++) expect(publicIdOf(newSid())).toMatch(/^[0-9a-f]{16}$/);
});
