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
  ["<b>Lamp</b>", "b lamp", [], "<[b]>[Lamp]</[b]>"],
  ["ﬁne", "fin", [], "[ﬁne]"],
])("%s, searched for with %s", (text, question, near, expected) => {
  expect(mark(text, question, near)).toBe(expected);
});

it("loses and adds no character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (text, question) => {
      const pieces = highlight(text, question, [question]);
      expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    }),
  );
});
