/**
 * Writes the fonts of the store to app/fonts, from the npm packages: `npm run fonts`. They are reduced to what the pages
 * use, the weights and the letters of Western Europe: 92 kB instead of 143 kB.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import subsetFont from "subset-font";
import { writeShareFonts } from "./share-fonts.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "app/fonts");

/** The characters that the packages call Latin. The fallback font has all others. */
const LATIN = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x131, 0x131],
  [0x152, 0x153],
  [0x2bb, 0x2bc],
  [0x2c6, 0x2c6],
  [0x2da, 0x2da],
  [0x2dc, 0x2dc],
  [0x2000, 0x206f],
  [0x20ac, 0x20ac],
  [0x2122, 0x2122],
  [0x2190, 0x2193],
  [0x2212, 0x2215],
] as const;

const text = LATIN.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i))
  .map((code) => String.fromCodePoint(code))
  .join("");

/** The variation axes that are fixed or limited to a range. The others are kept. */
const FONTS = {
  // Headings have one weight. The optical size is kept: it makes large letters narrower and sharper.
  "bricolage-grotesque": { axis: "opsz", variationAxes: { wght: 800 } },
  "instrument-sans": { axis: "wght", variationAxes: {} },
  "spline-sans-mono": { axis: "wght", variationAxes: { wght: { min: 400, max: 700 } } },
} as const;

mkdirSync(FOLDER, { recursive: true });
for (const [name, { axis, variationAxes }] of Object.entries(FONTS)) {
  const folder = join(ROOT, "node_modules/@fontsource-variable", name);
  const whole = readFileSync(join(folder, `files/${name}-latin-${axis}-normal.woff2`));
  const kept = await subsetFont(whole, text, { targetFormat: "woff2", variationAxes });
  writeFileSync(join(FOLDER, `${name}.woff2`), kept);
  writeFileSync(join(FOLDER, `${name}.LICENSE.txt`), readFileSync(join(folder, "LICENSE")));
  console.log(`${name}: ${whole.length} bytes, ${kept.length} kept`);
}
await writeShareFonts();
