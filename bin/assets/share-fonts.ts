/**
 * Writes the fonts of the share pictures to components/store/share/fonts, and the characters that they have:
 * `npm run fonts`. The program that draws them reads neither WOFF2 nor variable fonts, so these are of one weight, as
 * TrueType.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import subsetFont from "subset-font";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "components/store/share/fonts");
const BRICOLAGE = "@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque";
const HEAVY = { wght: 800, opsz: 48 };

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

interface Font {
  name: string;
  /** in node_modules */
  file: string;
  /** where its variation axes are fixed */
  axes: Record<string, number>;
  /** the code points that are kept */
  keep: readonly number[];
  /** if it is not that of Bricolage Grotesque */
  copyright?: string;
}

/** The first that has a character draws it. All are under the SIL Open Font License. */
const FONTS: readonly Font[] = [
  { name: "bricolage-latin", file: `${BRICOLAGE}-latin-opsz-normal.woff2`, axes: HEAVY, keep: range(0x20, 0x20ff) },
  {
    name: "bricolage-latin-ext",
    file: `${BRICOLAGE}-latin-ext-opsz-normal.woff2`,
    axes: HEAVY,
    keep: range(0xa0, 0x20ff),
  },
  {
    name: "bricolage-vietnamese",
    file: `${BRICOLAGE}-vietnamese-opsz-normal.woff2`,
    axes: HEAVY,
    keep: range(0xa0, 0x1eff),
  },
  // The font that Next.js brings along for such pictures.
  {
    name: "geist-cyrillic",
    file: "next/dist/compiled/@vercel/og/Geist-Regular.ttf",
    axes: {},
    keep: [...range(0x400, 0x52f), 0x2116],
    copyright: "Copyright 2024 The Geist Project Authors (https://github.com/vercel/geist-font.git)",
  },
];

/** The code points of a font by its table `cmap`, in the formats 4 and 12 that fonts of today have (OpenType, cmap). */
function readCharacters(font: Buffer): number[] {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, i) => 12 + 16 * i);
  const record = tables.find((at) => font.toString("latin1", at, at + 4) === "cmap");
  if (record === undefined) throw new Error("The font has no table cmap");
  const cmap = font.readUInt32BE(record + 8);
  const found = new Set<number>();
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const at = cmap + font.readUInt32BE(cmap + 8 + 8 * i);
    const format = font.readUInt16BE(at);
    const segments = font.readUInt16BE(at + 6) / 2;
    const spans =
      format === 12
        ? Array.from({ length: font.readUInt32BE(at + 12) }, (_, k) => at + 16 + 12 * k).map((group) =>
            range(font.readUInt32BE(group), font.readUInt32BE(group + 4)),
          )
        : Array.from({ length: format === 4 ? segments : 0 }, (_, k) =>
            range(font.readUInt16BE(at + 16 + 2 * (segments + k)), font.readUInt16BE(at + 14 + 2 * k)),
          );
    for (const code of spans.flat()) if (code !== 0xffff) found.add(code);
  }
  return [...found].sort((a, b) => a - b);
}

/** Code points as ranges `[first, last]`. */
function toRanges(codes: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const code of codes) {
    const last = ranges.at(-1);
    if (last && last[1] + 1 === code) last[1] = code;
    else ranges.push([code, code]);
  }
  return ranges;
}

/** Writes the fonts. */
export async function writeShareFonts(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const characters = new Set<number>();
  const licence = readFileSync(join(ROOT, "node_modules/@fontsource-variable/bricolage-grotesque/LICENSE"), "utf8");
  for (const { name, file, axes, keep, copyright } of FONTS) {
    const whole = readFileSync(join(ROOT, "node_modules", file));
    const text = keep.map((code) => String.fromCodePoint(code)).join("");
    const kept = await subsetFont(whole, text, { targetFormat: "sfnt", variationAxes: axes });
    writeFileSync(join(FOLDER, `${name}.ttf`), kept);
    // The same licence for all, below the line with the copyright.
    writeFileSync(join(FOLDER, `${name}.LICENSE.txt`), copyright ? licence.replace(/^.*/, copyright) : licence);
    for (const code of readCharacters(kept)) characters.add(code);
    console.log(`share/${name}: ${whole.length} bytes, ${kept.length} kept`);
  }
  const ranges = toRanges([...characters].sort((a, b) => a - b));
  const json = { fonts: FONTS.map(({ name }) => name), ranges };
  writeFileSync(join(FOLDER, "characters.json"), `${JSON.stringify(json)}\n`);
}
