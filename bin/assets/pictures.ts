/**
 * Writes the drawings that the catalogue uses to public/pictures, from the Fluent Emoji set: `npm run pictures`.
 * The output is the same for the same catalogue. Drawings that are no longer used are removed.
 * Measured in Chromium at 400 pixels: no channel of any pixel differs from the original by more than 2 of 255.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { categories } from "#lib/sku/categories.ts";
import { DEFAULT_PICTURE, drawingOf } from "#lib/sku/picture-path.ts";
import { sampleSkus } from "#lib/sku/seed/sample/sample-skus.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "public/pictures");
const ICONS = join(ROOT, "node_modules/@iconify-json/fluent-emoji/icons.json");
/** Drawings that the set does not contain. They are edited by hand and not written here. */
const DRAWN_BY_HAND: readonly string[] = ["earbuds"];

const iconSet = z.object({
  width: z.literal(32),
  height: z.literal(32),
  icons: z.record(z.string(), z.object({ body: z.string() })),
});

/** Figma starts every filter by blending the shape with an empty background, which changes nothing. */
const EMPTY_BLEND =
  '<feFlood flood-opacity="0" result="BackgroundImageFix"/><feBlend in="SourceGraphic" in2="BackgroundImageFix" result="shape"/>';
const SRGB = ' color-interpolation-filters="sRGB"';

function shrinkFilter(filter: string): string {
  let text = filter.replace(/effect(\d+)_\w+/g, "e$1").replaceAll('"hardAlpha"', '"a"');
  if (text.includes(EMPTY_BLEND)) text = text.replace(EMPTY_BLEND, "").replaceAll('in2="shape"', 'in2="SourceGraphic"');
  return text;
}

/** Moves the sRGB attribute of all filters to the root element, from which they inherit it. */
function shareColourSpace(body: string): [body: string, root: string] {
  const filters = body.match(/<filter [^>]*>/g) ?? [];
  return filters.length > 0 && filters.every((filter) => filter.includes(SRGB))
    ? [body.replaceAll(SRGB, ""), SRGB]
    : [body, ""];
}

/** Writes a path that is painted several times, each time with another gradient, once and refers to it. */
function sharePaths(body: string, nextId: () => string): string {
  const counts = new Map<string, number>();
  for (const [, d = ""] of body.matchAll(/<path [^>]*?\bd="([^"]+)"/g)) counts.set(d, (counts.get(d) ?? 0) + 1);
  const shared = new Map([...counts].filter(([d, n]) => n > 1 && d.length > 60).map(([d]) => [d, nextId()]));
  if (shared.size === 0) return body;
  const used = body.replace(/<path ([^>]*?)\s?\bd="([^"]+)"/g, (path, before: string, d: string) => {
    const id = shared.get(d);
    return id ? `<use ${before} href="#${id}"`.replace("  ", " ") : path;
  });
  const shapes = [...shared].map(([d, id]) => `<path id="${id}" d="${d}"/>`).join("");
  return `<defs>${shapes}</defs>${used}`;
}

/** Rounds to three decimals: in a drawing of 32 units that is a fiftieth of a pixel at 600 pixels. */
function round(body: string): string {
  return body.replace(/-?\d*\.\d{4,}/g, (number) => String(Math.round(Number(number) * 1000) / 1000));
}

/**
 * Makes an SVG file. Ids start with the name of the drawing, so that several files can be part of one page.
 * @param body the content of an SVG of 32 × 32 units
 */
function makeSvg(name: string, body: string): string {
  let count = 0;
  const nextId = () => `${name}-${(count++).toString(36)}`;
  const ids = new Map([...body.matchAll(/ id="(\w+)"/g)].map(([, id = ""]) => [id, nextId()]));
  const named = body
    .replace(/ id="(\w+)"/g, (_, id: string) => ` id="${ids.get(id)}"`)
    .replace(/(url\(|href=")#(\w+)/g, (_, before: string, id: string) => `${before}#${ids.get(id)}`)
    .replace(/<filter .*?<\/filter>/g, shrinkFilter);
  const [shapes, colourSpace] = shareColourSpace(sharePaths(round(named), nextId));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"${colourSpace}>${shapes}</svg>\n`;
}

const paths = [...sampleSkus.map((sku) => sku.image), ...categories.map(({ picture }) => picture), DEFAULT_PICTURE];
const names = [...new Set(paths.map((path) => drawingOf(path) ?? ""))].sort();
const { icons } = iconSet.parse(JSON.parse(readFileSync(ICONS, "utf8")));

mkdirSync(FOLDER, { recursive: true });
let bytes = 0;
for (const name of names.filter((name) => !DRAWN_BY_HAND.includes(name))) {
  const icon = icons[name];
  if (!icon) throw new Error(`The icon set has no drawing "${name}"`);
  const svg = makeSvg(name, icon.body);
  if (svg.length > 30_000) console.log(`${name}.svg is large: ${(svg.length / 1000).toFixed(1)} kB`);
  bytes += svg.length;
  writeFileSync(join(FOLDER, `${name}.svg`), svg);
}
const orphans = readdirSync(FOLDER).filter((file) => file.endsWith(".svg") && !names.includes(file.slice(0, -4)));
for (const file of orphans) rmSync(join(FOLDER, file));
console.log(`${names.length} drawings, ${(bytes / 1000).toFixed(0)} kB, ${orphans.length} removed`);
