import { Socket } from "node:net";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { drawableText } from "./drawable.ts";
import characters from "./fonts/characters.json" with { type: "json" };
import { drawSharePicture, SHARE_SIZE } from "./share-picture.tsx";

/** Whatever would leave this process. */
let outgoing: string[] = [];
beforeEach(() => {
  const { fetch } = globalThis;
  outgoing = [];
  vi.spyOn(Socket.prototype, "connect").mockImplementation((...args: unknown[]) => {
    outgoing.push(JSON.stringify(args));
    throw new Error("There is no network");
  });
  vi.stubGlobal("fetch", async (url: unknown) => {
    // A program that next/og carries within itself.
    if (String(url).startsWith("data:")) return fetch(String(url));
    outgoing.push(String(url));
    throw new Error("There is no network");
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

let withoutText: Buffer | undefined;

async function draw(title: string, picture = "/pictures/headphone.svg"): Promise<Buffer> {
  const reply = await drawSharePicture({ title, note: "$19.99", hue: 285, picture });
  expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "image/png"]);
  const png = Buffer.from(await reply.arrayBuffer());
  const { format, width, height } = await sharp(png).metadata();
  expect({ format, width, height }).toEqual({ format: "png", ...SHARE_SIZE });
  return png;
}

test.each([
  ["Latin", "Gaming Laptop"],
  ["Latin with accents and signs", "Œuvre “façade” – ¼ naïve Ångström № …, 20 €"],
  ["letters of Central Europe", "Żółć, příliš žluťoučký kůň, őrült írógép, İstanbul ığdır"],
  ["Vietnamese", "Đèn bàn học sinh chống cận thị ẵ ử ỹ"],
  ["Cyrillic", "Наушники беспроводные Ёлка, їжак, ґанок"],
  ["Greek", "Ακουστικά ασύρματα, Άγιος Ϊ ΰ ς;"],
  ["200 × W", "W".repeat(200)],
  ["words of 200 letters", "Donaudampfschifffahrtsgesellschaft ".repeat(6).slice(0, 200)],
  ["decomposed letters", "Đèn bàn é".normalize("NFD")],
  ["control characters and spaces", "a\u0000b\u0007c\u001b[31m\td\n\u200be\u2028f\u00a0g\u202eh\ufeff"],
  ["markup", "<b>&amp;</b> </text><image href='http://evil.example/a.png'/>"],
])("C13: a name is drawn with the fonts of the project, and nothing is fetched: %s", async (_, name) => {
  expect(drawableText(name)).not.toBeNull();
  await draw(name);
  expect(outgoing).toEqual([]);
});

test.each([
  ["emoji", "🎧 Kopfhörer"],
  ["emoji alone, of several code points", "👩‍👩‍👧‍👦🏳️‍🌈"],
  ["Arabic", "سماعة رأس"],
  ["Hebrew with points", "שָׁלוֹם"],
  ["Japanese", "無線イヤホン"],
  ["Korean", "무선 이어폰"],
  ["Devanagari", "हेडफ़ोन"],
  ["Thai", "หูฟัง"],
  ["mixed scripts", "Sony ヘッドホン WH-1000"],
  ["letters with marks that no letter is composed with", "Z̸̛̗a̷̧̛l̵̨͝g̷̢̛o̶͙̍"],
  ["signs outside the basic plane", "𝓕𝓪𝓷𝓬𝔂 𝟙𝟚"],
  ["private use", "\ue000\uf8ff"],
  ["half of a surrogate pair", "a\ud83d"],
  ["nothing but spaces", " \u200b\u2003"],
  ["nothing", ""],
])("C13: a name that the fonts lack is left out, without boxes, and nothing is fetched: %s", async (_, name) => {
  expect(drawableText(name)).toBeNull();
  const png = await draw(name);
  expect(outgoing).toEqual([]);
  // The same for each: there is nothing of the name in it.
  withoutText ??= png;
  expect(png.equals(withoutText)).toBe(true);
});

test("C13: every character that counts as drawable is in the fonts", async () => {
  const all = characters.ranges
    .flatMap(([first = 0, last = 0]) => Array.from({ length: last - first + 1 }, (_, i) => first + i))
    .map((code) => String.fromCodePoint(code))
    .filter((character) => drawableText(`a${character}`) !== null);
  expect(all.length).toBeGreaterThan(500);
  for (let at = 0; at < all.length; at += 100) await draw(all.slice(at, at + 100).join(""));
  expect(outgoing).toEqual([]);
});

test("C13: a picture that is no drawing of the store becomes the default one", async () => {
  const expected = await draw("Lamp", "/pictures/package.svg");
  for (const path of ["/pictures/none.svg", "/pictures/../../package.json", "https://evil.example/a.svg", ""])
    expect((await draw("Lamp", path)).equals(expected)).toBe(true);
  expect(outgoing).toEqual([]);
});
