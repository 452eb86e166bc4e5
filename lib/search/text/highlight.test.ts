import fc from "fast-check";
import { expect, it } from "vitest";
import { highlight } from "./highlight.ts";

const mark = (...args: Parameters<typeof highlight>) =>
  highlight(...args)
    .map(({ text, hit }) => (hit ? `[${text}]` : text))
    .join("");

it.each([
  ["AirPods", "airp", [], "[AirP]ods"],
  ["Crème brûlée torch", "creme bru", [], "[Crème] [brû]lée torch"],
  ["AirPods Pro", "aripods", ["airpods"], "[AirPods] Pro"],
  ["Lamp, lamb & lamella", "lam", [], "[Lam]p, [lam]b & [lam]ella"],
  ["Head over heels", "phones", [], "Head over heels"],
  ["Pocket Telephone", "phone", [], "Pocket Tele[phone]"],
  ["Sunglasses", "un", [], "Sunglasses"],
  ["无线耳机", "耳机", [], "无线[耳机]"],
  ["<b>Lamp</b>", "b lamp", [], "<[b]>[Lamp]</[b]>"],
  ["ﬁne", "fin", [], "[ﬁne]"],
])("%s, searched for with %s", (text, query, near, expected) => {
  expect(mark(text, query, near)).toBe(expected);
});

it("neither loses nor adds characters", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (text, query) => {
      const pieces = highlight(text, query, [query]);
      expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    }),
  );
});
