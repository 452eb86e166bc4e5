/**
 * Writes the fonts of the share pictures to components/store/share/fonts, and the characters that they have:
 * `npm run fonts`. The program that draws them reads neither WOFF2 nor variable fonts, so these are of one weight, as
 * TrueType.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import subsetFont from "subset-font";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "components/store/share/fonts");
const BRICOLAGE = "bricolage-grotesque";
const COMMISSIONER = "commissioner";
const HEAVY = { wght: 800, opsz: 48 };

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

interface Font {
  name: string;
  /** of @fontsource-variable */
  package: string;
  /** the end of its name in there */
  file: string;
  /** where its variation axes are fixed */
  axes: Record<string, number>;
  /** the code points that are kept */
  keep: readonly number[];
}

/** The first that has a character draws it. All are under the SIL Open Font License. */
const FONTS: readonly Font[] = [
  { name: "bricolage-latin", package: BRICOLAGE, file: "latin-opsz-normal", axes: HEAVY, keep: range(0x20, 0x20ff) },
  {
    name: "bricolage-latin-ext",
    package: BRICOLAGE,
    file: "latin-ext-opsz-normal",
    axes: HEAVY,
    keep: range(0xa0, 0x20ff),
  },
  {
    name: "bricolage-vietnamese",
    package: BRICOLAGE,
    file: "vietnamese-opsz-normal",
    axes: HEAVY,
    keep: range(0xa0, 0x1eff),
  },
  // Bricolage Grotesque has no other letters. Commissioner is of the same build.
  {
    name: "commissioner-cyrillic",
    package: COMMISSIONER,
    file: "cyrillic-wght-normal",
    axes: { wght: 800 },
    keep: [...range(0x400, 0x45f), ...range(0x490, 0x491), 0x2116],
  },
  {
    name: "commissioner-cyrillic-ext",
    package: COMMISSIONER,
    file: "cyrillic-ext-wght-normal",
    axes: { wght: 800 },
    keep: range(0x460, 0x52f),
  },
  {
    name: "commissioner-greek",
    package: COMMISSIONER,
    file: "greek-wght-normal",
    axes: { wght: 800 },
    keep: range(0x370, 0x3ff),
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
  for (const { name, package: family, file, axes, keep } of FONTS) {
    const folder = join(ROOT, "node_modules/@fontsource-variable", family);
    const whole = readFileSync(join(folder, `files/${family}-${file}.woff2`));
    const text = keep.map((code) => String.fromCodePoint(code)).join("");
    const kept = await subsetFont(whole, text, { targetFormat: "sfnt", variationAxes: axes });
    writeFileSync(join(FOLDER, `${name}.ttf`), kept);
    copyFileSync(join(folder, "LICENSE"), join(FOLDER, `${name}.LICENSE.txt`));
    for (const code of readCharacters(kept)) characters.add(code);
    console.log(`share/${name}: ${whole.length} bytes, ${kept.length} kept`);
  }
  const ranges = toRanges([...characters].sort((a, b) => a - b));
  const json = { fonts: FONTS.map(({ name }) => name), ranges };
  writeFileSync(join(FOLDER, "characters.json"), `${JSON.stringify(json)}\n`);
}
